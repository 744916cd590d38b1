/**
 * What an HTML message would load from elsewhere, were it allowed to: counted for the reader, never fetched. A tokenizer
 * of its own, linear in the text, because it must be right about broken markup and run without a DOM. Hosts are as they
 * would be told: pictures of one pixel count as any other.
 */

export interface RemoteContent {
  readonly count: number
  /** In the order of their first mention, at most fifty. */
  readonly hosts: string[]
}

const MOST_HOSTS = 50

export function remoteContent(html: string): RemoteContent {
  const hosts = new Set<string>()
  let count = 0
  const add = (reference: string) => {
    const host = hostOf(reference)
    if (host === null) return
    count += 1
    if (hosts.size < MOST_HOSTS) hosts.add(host)
  }
  for (const token of tokens(html))
    if (token.kind === 'style') for (const reference of stylesIn(token.text)) add(reference)
    else for (const reference of referencesOf(token)) add(reference)
  return { count, hosts: [...hosts] }
}

/** The host of an address that leads out of the message; null for data:, cid:, mailto: and what is relative. */
function hostOf(reference: string): string | null {
  // Most references of a hostile message are none: no address without a slash, however it is written.
  if (!/[/\\&]/.test(reference)) return null
  const text = decodeEntities(reference)
    .replace(/[\t\n\r]/g, '')
    .trim()
    .replaceAll('\\', '/')
  const found = /^(?:https?|ftp|wss?):\/*([^/?#]*)/i.exec(text) ?? /^\/\/([^/?#]*)/.exec(text)
  if (!found) return null
  const host = (found[1] ?? '').split('@').at(-1)?.toLowerCase() ?? ''
  return host === '' ? null : host.slice(0, 253)
}

type Token =
  | { readonly kind: 'tag'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'style'; readonly text: string }

/** Tags with their attributes and the text of style elements. Comments are passed over, but not those for Outlook. */
function* tokens(html: string): Generator<Token> {
  const lower = html.toLowerCase()
  for (let at = 0; ; ) {
    const open = html.indexOf('<', at)
    if (open < 0) return
    if (html.startsWith('<!--', open)) {
      // "<!-->" is a whole comment, and "--!>" ends one too.
      COMMENT_END.lastIndex = open + 2
      if (!COMMENT_END.test(html)) return
      at = COMMENT_END.lastIndex
      continue
    }
    if (!/[a-z]/.test(lower[open + 1] ?? '')) {
      at = open + 1
      continue
    }
    const tag = readTag(html, open + 1)
    yield { kind: 'tag', name: tag.name, attributes: tag.attributes }
    at = tag.end
    if (tag.name !== 'style') continue
    const end = lower.indexOf('</style', at)
    yield { kind: 'style', text: html.slice(at, end < 0 ? html.length : end) }
    at = end < 0 ? html.length : end
  }
}

const COMMENT_END = /--!?>/g
const SPACE = /[\s/]/

function readTag(html: string, from: number) {
  const attributes = new Map<string, string>()
  let at = from
  while (at < html.length && !/[\s/>]/.test(html[at] as string)) at += 1
  const name = html.slice(from, at).toLowerCase()
  while (at < html.length) {
    while (at < html.length && SPACE.test(html[at] as string)) at += 1
    if (html[at] === '>') return { name, attributes, end: at + 1 }
    const start = at
    while (at < html.length && !/[\s/>=]/.test(html[at] as string)) at += 1
    const key = html.slice(start, at).toLowerCase()
    while (at < html.length && /\s/.test(html[at] as string)) at += 1
    if (html[at] !== '=') {
      if (at === start) at += 1
      continue
    }
    const value = readValue(html, at + 1)
    // The first of a name counts, as in browsers.
    if (!attributes.has(key)) attributes.set(key, value.text)
    at = value.end
  }
  return { name, attributes, end: html.length }
}

function readValue(html: string, from: number): { readonly text: string; readonly end: number } {
  let at = from
  while (at < html.length && /\s/.test(html[at] as string)) at += 1
  const quote = html[at]
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, at + 1)
    return end < 0
      ? { text: html.slice(at + 1), end: html.length }
      : { text: html.slice(at + 1, end), end: end + 1 }
  }
  const start = at
  while (at < html.length && !/[\s>]/.test(html[at] as string)) at += 1
  return { text: html.slice(start, at), end: at }
}

/** Attributes that are loaded without anybody's doing. A link that a person follows is none. */
const LOADED: Readonly<Record<string, readonly string[]>> = {
  img: ['src', 'lowsrc', 'dynsrc'],
  source: ['src'],
  video: ['src', 'poster'],
  audio: ['src'],
  track: ['src'],
  embed: ['src'],
  bgsound: ['src'],
  iframe: ['src'],
  frame: ['src'],
  input: ['src', 'formaction'],
  button: ['formaction'],
  script: ['src', 'href', 'xlink:href'],
  object: ['data', 'classid', 'codebase'],
  applet: ['code', 'codebase', 'archive'],
  link: ['href'],
  form: ['action'],
  image: ['href', 'xlink:href', 'src'],
  use: ['href', 'xlink:href'],
  feimage: ['href', 'xlink:href'],
  'v:fill': ['src'],
  'v:imagedata': ['src'],
}

function referencesOf({ name, attributes }: Token & { kind: 'tag' }): readonly string[] {
  const loaded = [...(LOADED[name] ?? []), 'background']
  const references = loaded.map((key) => attributes.get(key)).filter((value) => value !== undefined)
  const sets = ['srcset', 'imagesrcset'].flatMap((key) => candidatesOf(attributes.get(key) ?? ''))
  const style = stylesIn(decodeEntities(attributes.get('style') ?? ''))
  const refresh =
    name === 'meta' && attributes.get('http-equiv')?.trim().toLowerCase() === 'refresh'
      ? [/url\s*=\s*["']?([^"']*)/i.exec(attributes.get('content') ?? '')?.[1] ?? '']
      : []
  return [...references, ...sets, ...style, ...refresh]
}

/** "a.png 1x, b.png 2x": one is loaded, but nobody knows which; each tells its host. */
function candidatesOf(set: string): readonly string[] {
  return set.split(',').map((candidate) => candidate.trim().split(/\s/)[0] ?? '')
}

/** url(…), image-set("…") and @import of a style sheet. Escapes of CSS are taken as the letters that they are. */
function stylesIn(css: string): readonly string[] {
  if (css === '') return []
  const plain = withoutComments(css).replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) =>
    codePoint(Number.parseInt(hex, 16)),
  )
  const quoted = /(?:url\(\s*|@import\s+(?:url\(\s*)?|image-set\(\s*|src\(\s*)["']?([^"')\s;]+)/gi
  return [...plain.matchAll(quoted)].map((found) => found[1] ?? '')
}

function withoutComments(css: string): string {
  let result = ''
  for (let at = 0; ; ) {
    const open = css.indexOf('/*', at)
    if (open < 0) return result + css.slice(at)
    result += `${css.slice(at, open)} `
    const end = css.indexOf('*/', open + 2)
    if (end < 0) return result
    at = end + 2
  }
}

function codePoint(value: number): string {
  return value > 0 && value <= 0x10_ff_ff ? String.fromCodePoint(value) : ''
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  colon: ':',
  sol: '/',
  period: '.',
  tab: '',
  newline: '',
  lpar: '(',
  rpar: ')',
  quot: '"',
  apos: "'",
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));?/gi, (whole, hex, decimal, name) => {
    if (hex) return codePoint(Number.parseInt(hex, 16))
    if (decimal) return codePoint(Number.parseInt(decimal, 10))
    return NAMED[String(name).toLowerCase()] ?? whole
  })
}
