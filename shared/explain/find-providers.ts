import providers from './catalogue/providers.json' with { type: 'json' }
import type { Provider } from './catalogue-entry.ts'
import { compilePattern, matchesPattern } from './text-pattern.ts'

const PROVIDERS = (providers as readonly Provider[]).map((provider) => ({
  ...provider,
  marks: provider.marks.map(compilePattern),
}))

/** Whose reply it is, by the host that gave it or by marks in its folded text. */
export function findProviders(host: string | null, text: string): ReadonlySet<string> {
  const name =
    (host ?? '')
      .split(/[\s:[]/)[0]
      ?.replace(/\.$/, '')
      .toLowerCase() ?? ''
  const found = new Set<string>()
  for (const { id, hosts, marks } of PROVIDERS) {
    const byHost = name !== '' && hosts.some((end) => name === end || name.endsWith(`.${end}`))
    if (byHost || marks.some((mark) => matchesPattern(text, mark))) found.add(id)
  }
  return found
}

export function providerName(id: string): string | null {
  return PROVIDERS.find((provider) => provider.id === id)?.name ?? null
}
