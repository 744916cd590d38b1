/** Where a secret has left a trace, in whichever form a program writes texts: for tests that search everything. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** As it is, in base64 wherever it stands in what was encoded, in hexadecimal, in a URL, in UTF-16. */
export function formsOf(secret: string): Buffer[] {
  const octets = Buffer.from(secret)
  const inner = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), octets]).toString('base64')
    // The first and the last characters hold bits of what stands beside it.
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + octets.length) * 8) / 6))
  })
  const urlSafe = inner.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const texts = [secret, encodeURIComponent(secret), octets.toString('hex'), ...inner, ...urlSafe]
  return [...new Set(texts)].map((text) => Buffer.from(text)).concat(Buffer.from(secret, 'utf16le'))
}

/** What stands in the middle of a PEM key: a line that every copy of it has. */
export function lineOfKey(pem: string): string {
  const lines = pem.trim().split('\n')
  return lines[Math.floor(lines.length / 2)]?.trim() ?? ''
}

/** "what: which secret" for each that was found. */
export function findSecrets(
  places: Readonly<Record<string, string | Uint8Array>>,
  secrets: Readonly<Record<string, string>>,
): string[] {
  const found: string[] = []
  for (const [place, content] of Object.entries(places)) {
    const octets = Buffer.from(content)
    for (const [name, secret] of Object.entries(secrets)) {
      if (secret.length < 8) throw new Error(`the secret ${name} is too short to be searched for: ${secret}`)
      if (formsOf(secret).some((form) => octets.includes(form))) found.push(`${place}: ${name}`)
    }
  }
  return found
}

/** Every file of a data folder by its name, backups as they are and unpacked. */
export async function filesOf(folder: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    files[name] = await readFile(path)
    if (name.endsWith('.mailroom-backup')) files[`${name} unpacked`] = gunzipSync(files[name])
  }
  return files
}
