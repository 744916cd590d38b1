/**
 * "view=held&filter=a+b" and back, as forms write it. Of our own, because shared/ is compiled without the globals of
 * Node and of the DOM, URLSearchParams among them. What is no sound escape stays as it was written. Pure.
 */

export function parseQueryParams(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      return at === -1 ? [unescaped(part), ''] : [unescaped(part.slice(0, at)), unescaped(part.slice(at + 1))]
    })
}

export function formatQueryParams(params: Readonly<Record<string, string>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${escaped(name)}=${escaped(value)}`)
    .join('&')
}

function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll('%20', '+')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
