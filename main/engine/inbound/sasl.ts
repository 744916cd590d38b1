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

/** initial is the initial response, null where the command had none; challenge is for CRAM-MD5. */
export function beginSasl(mechanism: Mechanism, initial: string | null, challenge: () => string): SaslStep {
  switch (mechanism) {
    case 'PLAIN':
      return initial === null ? ask('', plain) : answered(initial === '=' ? '' : initial, plain)
    case 'LOGIN':
      return initial === null ? ask('Username:', username) : answered(initial, username)
    case 'XOAUTH2':
      return initial === null ? ask('', xoauth2) : answered(initial, xoauth2)
    case 'OAUTHBEARER':
      return initial === null ? ask('', oauthBearer) : answered(initial, oauthBearer)
    case 'CRAM-MD5': {
      if (initial !== null) return malformed('CRAM-MD5 has no initial response')
      const text = challenge()
      return ask(text, (response) => cramMd5(text, response))
    }
  }
}

function ask(prompt: string, then: (response: string) => SaslStep): SaslStep {
  return {
    kind: 'challenge',
    base64: Buffer.from(prompt).toString('base64'),
    next: (line) => answered(line, then),
  }
}

function answered(line: string, then: (response: string) => SaslStep): SaslStep {
  // Some devices end their lines with NUL or spaces.
  const text = line.replace(/^[\s\0]+|[\s\0]+$/g, '')
  if (text === '*') return { kind: 'cancelled' }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return malformed('the response is not base64')
  const decoded = Buffer.from(text, 'base64').toString('utf8')
  return decoded.includes('\ufffd') ? malformed('the response is not UTF-8') : then(decoded)
}

/** authzid NUL authcid NUL password. Acting for another account is not possible. */
function plain(response: string): SaslStep {
  const [authzid, authcid, password, ...more] = response.split('\0')
  if (authzid === undefined || authcid === undefined || password === undefined || more.length > 0)
    return malformed('the response has not the three parts of PLAIN')
  // Devices that put the name into the first part leave the second empty.
  const name = authcid === '' ? authzid : authcid
  if (authzid !== '' && authzid !== name) return malformed('one account cannot act for another')
  return checked(name, { kind: 'password', username: name, password })
}

function username(name: string): SaslStep {
  const trimmed = name.replace(/\0+$/, '')
  return ask('Password:', (password) =>
    checked(trimmed, { kind: 'password', username: trimmed, password: password.replace(/\0+$/, '') }),
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
