/**
 * The window's pages come from mailroom://window/, not from file://: an origin of its own, that no other page has and
 * that cannot read the disk. Only files of the built window are answered, by exact name.
 */
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { protocol } from 'electron'
import { WINDOW_POLICY } from '../../shared/window-policy.ts'

const SCHEME = 'mailroom'
export const WINDOW_ORIGIN = `${SCHEME}://window`

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const POLICY = [...WINDOW_POLICY, "frame-ancestors 'none'"].join('; ')

/** Before "ready". */
export function registerWindowScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }])
}

/** After "ready". */
export function serveWindow(folder: string): void {
  protocol.handle(SCHEME, async ({ url, method }) => {
    const { host, pathname } = new URL(url)
    const path = filePath(folder, pathname)
    if (host !== 'window' || method !== 'GET' || path === null) return new Response(null, { status: 404 })
    try {
      const content = await readFile(path)
      return new Response(new Uint8Array(content), { headers: headersOf(path) })
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}

/** null for anything that is not below the folder. */
function filePath(folder: string, pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (decoded.includes('\0')) return null
  const root = normalize(folder.endsWith(sep) ? folder : folder + sep)
  const path = normalize(join(root, decoded === '/' ? 'index.html' : decoded))
  return path.startsWith(root) ? path : null
}

function headersOf(path: string): Record<string, string> {
  return {
    'content-type': TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  }
}
