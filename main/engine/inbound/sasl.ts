/**
 * The dialogues of AUTH (RFC 4954): PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login), CRAM-MD5 (RFC 2195),
 * OAUTHBEARER (RFC 7628) and its forerunner XOAUTH2.
 * Pure: each step is told one line of the client and says what comes next.
 */
export const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'XOAUTH2', 'OAUTHBEARER'] as const
export type Mechanism = (typeof MECHANISMS)[number]

export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | {
      readonly kind: 'cram-md5'
      readonly username: string
      readonly challenge: string
      /** HMAC-MD5 in lower-case hexadecimal. */
      readonly digest: string
    }
  /** username is '' where OAUTHBEARER names none: then the token says it. */
  | { readonly kind: 'token'; readonly username: string; readonly token: string }

export type SaslStep =
  /** base64 is the text of the 334 reply. */
  | { readonly kind: 'challenge'; readonly base64: string; readonly next: (line: string) => SaslStep }
  | { readonly kind: 'credentials'; readonly credentials: Credentials }
  | { readonly kind: 'malformed'; readonly problem: string }
  | { readonly kind: 'cancelled' }

type Read = (response: string) => SaslStep

/**
 * @param initial the initial response, null where the command had none
 * @param challenge for CRAM-MD5
 * @param forgivesNul asked where a decoded response ends with NUL, as those of some devices do: is that forgiven?
 */
export function beginSasl(
  mechanism: Mechanism,
  initial: string | null,
  challenge: () => string,
  forgivesNul: () => boolean,
): SaslStep {
  const whole = (read: Read): Read => withoutNul(read, forgivesNul)
  const begin = (prompt: string, read: Read) =>
    initial === null ? ask(prompt, read) : answered(initial, read)
  switch (mechanism) {
    case 'PLAIN':
      return begin('', plain(whole))
    case 'LOGIN':
      return begin('Username:', whole(username(whole)))
    case 'XOAUTH2':
      return begin('', whole(xoauth2))
    case 'OAUTHBEARER':
      return begin('', whole(oauthBearer))
    case 'CRAM-MD5': {
      if (initial !== null) return malformed('CRAM-MD5 has no initial response')
      const text = challenge()
      return ask(
        text,
        whole((response) => cramMd5(text, response)),
      )
    }
  }
}

function withoutNul(read: Read, forgivesNul: () => boolean): Read {
  return (response) => {
    if (!response.endsWith('\0')) return read(response)
    return forgivesNul() ? read(response.replace(/\0+$/, '')) : malformed('the response ends with NUL')
  }
}

function ask(prompt: string, then: Read): SaslStep {
  return {
    kind: 'challenge',
    base64: Buffer.from(prompt).toString('base64'),
    next: (line) => answered(line, then),
  }
}

function answered(line: string, then: Read): SaslStep {
  const text = line.trim()
  if (text === '*') return { kind: 'cancelled' }
  // "=" is an empty initial response (RFC 4954 §4).
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return malformed('the response is not base64')
  const decoded = Buffer.from(text, 'base64').toString('utf8')
  return decoded.includes('\ufffd') ? malformed('the response is not UTF-8') : then(decoded)
}

/** A NUL at the very end stands behind the third part; before that it is one that separates. */
function plain(whole: (read: Read) => Read): Read {
  const read = whole(plainParts)
  return (response) => (response.split('\0').length > 3 ? read : plainParts)(response)
}

/** authzid NUL authcid NUL password. Acting for another account is not possible. */
function plainParts(response: string): SaslStep {
  const [authzid, authcid, password, ...more] = response.split('\0')
  if (authzid === undefined || authcid === undefined || password === undefined || more.length > 0)
    return malformed('the response has not the three parts of PLAIN')
  // Devices that put the name into the first part leave the second empty.
  const name = authcid === '' ? authzid : authcid
  if (authzid !== '' && authzid !== name) return malformed('one account cannot act for another')
  return checked(name, { kind: 'password', username: name, password })
}

function username(whole: (read: Read) => Read): Read {
  return (name) =>
    ask(
      'Password:',
      whole((password) => checked(name, { kind: 'password', username: name, password })),
    )
}

function cramMd5(challenge: string, response: string): SaslStep {
  const space = response.lastIndexOf(' ')
  const name = response.slice(0, Math.max(0, space))
  const digest = response.slice(space + 1).toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(digest)) return malformed('the response is not a name and a digest')
  return checked(name, { kind: 'cram-md5', username: name, challenge, digest })
}

/** "user=" name 0x01 "auth=Bearer " token 0x01 0x01. */
function xoauth2(response: string): SaslStep {
  const { values, token } = bearer(response.split(SEPARATOR))
  const name = values.find((value) => value.startsWith('user='))?.slice(5) ?? ''
  if (token === null) return malformed('the response has no bearer token')
  return checked(name, { kind: 'token', username: name, token })
}

/** RFC 7628 §3.1: a GS2 header (RFC 5801) with the name, then key and value pairs. */
function oauthBearer(response: string): SaslStep {
  const [header = '', ...pairs] = response.split(SEPARATOR)
  const gs2 = /^[ny],(?:a=([^,]+))?,$/.exec(header)
  const { token } = bearer(pairs)
  if (!gs2 || token === null) return malformed('the response is not one of OAUTHBEARER')
  const username = (gs2[1] ?? '').replaceAll('=2C', ',').replaceAll('=3D', '=')
  if (/\p{Cc}/u.test(username)) return malformed('the user name is not valid')
  return { kind: 'credentials', credentials: { kind: 'token', username, token } }
}

const SEPARATOR = '\x01'

/** The token as RFC 6750 §2.1 writes it, and everything else. */
function bearer(values: readonly string[]): { values: readonly string[]; token: string | null } {
  const token = values
    .map((value) => /^auth=bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(value)?.[1])
    .find((found) => found !== undefined)
  return { values, token: token ?? null }
}

function checked(name: string, credentials: Credentials): SaslStep {
  if (name === '' || /\p{Cc}/u.test(name)) return malformed('the user name is not valid')
  return { kind: 'credentials', credentials }
}

function malformed(problem: string): SaslStep {
  return { kind: 'malformed', problem }
}
