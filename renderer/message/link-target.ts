/** What a link of a message leads to, and whether its text says otherwise. Pure. */

export interface LinkTarget {
  readonly address: string
  /** Opened in the browser; others are only shown. */
  readonly opens: boolean
  /** '' for mailto: and the like. */
  readonly host: string
  /** The text names another host: the oldest trick. null where it does not. */
  readonly pretends: string | null
}

export function linkTarget(address: string, text: string): LinkTarget {
  const url = parse(address)
  const host = url?.hostname ?? ''
  const named = hostIn(text)
  const pretends = named !== null && host !== '' && !sameSite(named, host) ? named : null
  return { address, opens: url?.protocol === 'https:', host, pretends }
}

function parse(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

/** A text that reads as an address: "https://bank.example/x", "www.bank.example". */
function hostIn(text: string): string | null {
  const found = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/:?#]|$)/iu.exec(text.trim())
  return found?.[1]?.toLowerCase() ?? null
}

function sameSite(named: string, host: string): boolean {
  const bare = (name: string) => name.replace(/^www\./, '')
  return bare(named) === bare(host)
}
