/**
 * Keeps credentials out of transcripts, for every form of AUTH (RFC 4954): initial responses, continuation lines,
 * the password that a client sends although AUTH was refused, and servers that repeat what they did not understand.
 *
 * The client's side is hidden from the AUTH command to the reply that ends it (235 or any 4xx/5xx; 334 continues).
 * Once AUTH was seen, a line that is no SMTP command is hidden too. `*`, which cancels, and empty lines are shown.
 */

export const HIDDEN = '•••'

const COMMANDS =
  /^(EHLO|HELO|LHLO|MAIL|RCPT|DATA|BDAT|RSET|NOOP|QUIT|VRFY|EXPN|HELP|STARTTLS|ETRN|XCLIENT)(?![A-Za-z0-9+/=])/i

/** "AUTH", what stands between, the mechanism, what stands between, the initial response. */
const AUTH = /^(\s*AUTH)(\s*)([A-Za-z0-9_-]*)(\s*)([\s\S]*)$/i

/** Shorter secrets are not searched for in replies: they would blot out ordinary words. */
const SHORTEST_ECHO = 4

/** Secrets of one session that are remembered, the newest: each reply is searched for all of them. */
const MOST_SECRETS = 64

export class Redactor {
  #authenticating = false
  #sawAuth = false
  #mechanism = ''
  #responses = 0
  readonly #secrets = new Set<string>()

  client(line: string): string {
    const command = COMMANDS.test(line)
    if (/^\s*AUTH/i.test(line) && !this.#authenticating) return this.#auth(line)
    if (!this.#authenticating && (command || !this.#sawAuth)) return line
    if (line === '*' || line === '') return line
    this.#learn(line)
    return HIDDEN
  }

  server(line: string): string {
    const code = Number(/^(\d{3})(?: |$)/.exec(line)?.[1] ?? 0)
    if (code === 235 || code >= 400) this.#authenticating = false
    return this.text(line)
  }

  /** Takes what was hidden before out of any text. */
  text(text: string): string {
    let shown = text
    for (const secret of this.#secrets) shown = shown.replaceAll(secret, HIDDEN)
    return shown
  }

  #auth(line: string): string {
    this.#authenticating = true
    this.#sawAuth = true
    const [, verb = 'AUTH', space = '', mechanism = '', gap = '', response = ''] = AUTH.exec(line) ?? []
    this.#mechanism = mechanism.toUpperCase()
    this.#responses = 0
    // "AUTHPLAIN c2VjcmV0" or "AUTH c2VjcmV0": whatever is not surely a mechanism is hidden.
    if (space === '' && mechanism !== '') return this.#hide(verb, mechanism + gap + response)
    if (!/^[A-Z0-9_-]{3,20}$/i.test(mechanism)) return this.#hide(verb, mechanism + gap + response)
    if (response === '' && !KNOWN_MECHANISMS.has(mechanism.toUpperCase())) return this.#hide(verb, mechanism)
    if (response === '') return line
    if (gap === '') return this.#hide(verb, mechanism + response)
    return this.#hide(`${verb} ${mechanism}`, response)
  }

  #hide(prefix: string, secret: string): string {
    if (secret === '') return prefix
    this.#learn(secret)
    return `${prefix} ${HIDDEN}`
  }

  /** Remembers what must not be repeated by a reply: the octets as sent, and the password or token in them. */
  #learn(response: string): void {
    this.#responses += 1
    const isUserName = this.#mechanism === 'LOGIN' && this.#responses === 1
    const parts = isUserName ? [response] : [response, ...secretsIn(response, this.#mechanism)]
    for (const part of parts) if (part.trim().length >= SHORTEST_ECHO) this.#remember(part.trim())
  }

  #remember(secret: string): void {
    this.#secrets.delete(secret)
    this.#secrets.add(secret)
    const oldest = this.#secrets.size > MOST_SECRETS ? this.#secrets.values().next() : null
    if (oldest && !oldest.done) this.#secrets.delete(oldest.value)
  }
}

/**
 * The secret stands last in every mechanism: after NUL in PLAIN, after the space in CRAM-MD5, after "Bearer " before
 * the closing 0x01s in XOAUTH2 and OAUTHBEARER, alone in LOGIN.
 */
function secretsIn(response: string, mechanism: string): string[] {
  const decoded = Buffer.from(response, 'base64').toString('utf8')
  if (decoded.includes('\ufffd')) return []
  const last = decoded.split(SEPARATORS).findLast((part) => part !== '') ?? ''
  // A password may hold spaces; its last word alone would blot out ordinary texts.
  return mechanism === 'PLAIN' || mechanism === 'LOGIN'
    ? [last]
    : [last, last.slice(last.lastIndexOf(' ') + 1)]
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL and 0x01 separate the parts of a response
const SEPARATORS = /[\0\x01]/

const KNOWN_MECHANISMS = new Set([
  'PLAIN',
  'LOGIN',
  'CRAM-MD5',
  'XOAUTH2',
  'OAUTHBEARER',
  'NTLM',
  'GSSAPI',
  'EXTERNAL',
  'ANONYMOUS',
  'DIGEST-MD5',
  'SCRAM-SHA-1',
  'SCRAM-SHA-1-PLUS',
  'SCRAM-SHA-256',
  'SCRAM-SHA-256-PLUS',
])
