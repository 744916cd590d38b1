/** A person at a browser, for the pages of oidc-provider: follows redirects, keeps cookies, fills in forms. */
import type { SecureContext } from 'node:tls'
import { createHttpsFetch } from '../../main/engine/oauth/https-fetch.ts'

export class BrowsingPerson {
  readonly #fetch: ReturnType<typeof createHttpsFetch>
  readonly #login: string
  readonly #cookies = new Map<string, string>()
  /** Stops short of addresses that begin so, as a browser of another computer does; the address is answered. */
  unreachable: string | null = null
  /** The last page's text. */
  page = ''

  constructor(login: string, trusted: () => SecureContext) {
    this.#login = login
    this.#fetch = createHttpsFetch(trusted)
  }

  /** Opens an address, signs in, agrees, and ends where the provider sends one. Answers the last address. */
  async signIn(address: string): Promise<URL> {
    let at = await this.#visit(new URL(address))
    for (let forms = 0; forms < 6 && this.page.includes('<form'); forms += 1) {
      const form = readForm(this.page)
      if (form === null) break
      at = await this.#visit(new URL(form.action, at), { ...form.fields, ...this.#answers(form.fields) })
    }
    return at
  }

  /** Enters the code of a device, then as signIn. */
  async enterCode(address: string, userCode: string): Promise<void> {
    const at = await this.#visit(new URL(address))
    const form = readForm(this.page)
    if (form === null) throw new Error(`no place for the code: ${this.page}`)
    const next = await this.#visit(new URL(form.action, at), { ...form.fields, user_code: userCode })
    for (let at = next, forms = 0; forms < 6; forms += 1) {
      const further = readForm(this.page)
      if (further === null) return
      at = await this.#visit(new URL(further.action, at), {
        ...further.fields,
        ...this.#answers(further.fields),
      })
    }
  }

  /** "Cancel" at the first page of the provider. */
  async decline(address: string): Promise<URL> {
    const at = await this.#visit(new URL(address))
    const link = /href="([^"]*\/abort)"/.exec(this.page)?.[1]
    if (link === undefined) throw new Error(`no way to decline: ${this.page}`)
    return this.#visit(new URL(link, at))
  }

  #answers(fields: Record<string, string>): Record<string, string> {
    return fields.prompt === 'login' ? { login: this.#login, password: 'any' } : {}
  }

  async #visit(address: URL, form?: Record<string, string>): Promise<URL> {
    let url = address
    let fields = form
    for (let hops = 0; hops < 12; hops += 1) {
      const response = await this.#fetch(url.href, {
        method: fields ? 'POST' : 'GET',
        headers: {
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(fields ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        },
        body: fields ? new URLSearchParams(fields) : undefined,
        redirect: 'manual',
      } as Parameters<ReturnType<typeof createHttpsFetch>>[1])
      for (const cookie of response.headers.getSetCookie()) this.#keep(cookie)
      this.page = await response.text()
      const location = response.headers.get('location')
      if (location === null) return url
      url = new URL(location, url)
      if (this.unreachable !== null && url.href.startsWith(this.unreachable)) return url
      fields = undefined
    }
    throw new Error(`too many redirects at ${url.href}`)
  }

  #keep(cookie: string): void {
    const [pair = ''] = cookie.split(';')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    if (value === '') this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

function readForm(page: string): { action: string; fields: Record<string, string> } | null {
  const form = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(page)
  if (!form) return null
  const fields: Record<string, string> = {}
  for (const [input] of (form[2] ?? '').matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1]
    if (name !== undefined) fields[name] = /value="([^"]*)"/.exec(input)?.[1] ?? ''
  }
  return { action: form[1] ?? '', fields }
}
