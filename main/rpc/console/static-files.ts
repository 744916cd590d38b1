/**
 * The built window. The files are listed once at start and answered by exact name from that list: no path of a request
 * ever reaches the file system.
 */
import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

export interface StaticFiles {
  /** Answers a GET or HEAD for a file of the window; false for any other path. */
  serve(path: string, request: IncomingMessage, response: ServerResponse): Promise<boolean>
}

/** An installation without a built window (a bare checkout) serves a page that says so. */
export async function createStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map((await listFiles(folder)).map((file) => [urlPath(folder, file), file]))
  return {
    async serve(path, request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const file = files.get(path === '/' ? '/index.html' : path)
      if (file === undefined) return path === '/' ? answerWithoutWindow(response) : false
      await answerFile(file, path, request, response)
      return true
    },
  }
}

async function answerFile(
  file: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const content = await readFile(file)
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`
  response.setHeader('etag', etag)
  // Vite names assets after their content; the page itself must be asked for each time.
  response.setHeader(
    'cache-control',
    path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  )
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end()
    return
  }
  response.setHeader('content-type', TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream')
  response.setHeader('content-length', content.length)
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : content)
}

function answerWithoutWindow(response: ServerResponse): true {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.writeHead(200)
  response.end(
    '<!doctype html><title>Mailroom</title><p>Mailroom is running, but the window was not built: run <code>npm run build</code>, then start it again.</p>',
  )
  return true
}

/** By hand: the recursive form of readdir does not look into Electron's archives. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readEntries(folder)
  const lists = entries.map((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? listFiles(path) : Promise.resolve(entry.isFile() ? [path] : [])
  })
  return (await Promise.all(lists)).flat()
}

async function readEntries(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

function urlPath(folder: string, file: string): string {
  return `/${relative(folder, file).split(sep).join('/')}`
}
