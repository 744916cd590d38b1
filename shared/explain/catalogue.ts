/** The catalogue, ready to be asked: entries by their enhanced code or reply code, so that few are looked at. */

import blockLists from './catalogue/block-lists.json' with { type: 'json' }
import google from './catalogue/google.json' with { type: 'json' }
import mailboxProviders from './catalogue/mailbox-providers.json' with { type: 'json' }
import mailroom from './catalogue/mailroom.json' with { type: 'json' }
import microsoft from './catalogue/microsoft.json' with { type: 'json' }
import microsoftSignIn from './catalogue/microsoft-sign-in.json' with { type: 'json' }
import network from './catalogue/network.json' with { type: 'json' }
import replyCodes from './catalogue/reply-codes.json' with { type: 'json' }
import sendingServices from './catalogue/sending-services.json' with { type: 'json' }
import servers from './catalogue/servers.json' with { type: 'json' }
import signIn from './catalogue/sign-in.json' with { type: 'json' }
import statusCodes from './catalogue/status-codes.json' with { type: 'json' }
import tls from './catalogue/tls.json' with { type: 'json' }
import type { CatalogueEntry, CatalogueFile } from './catalogue-entry.ts'
import { providerName } from './find-providers.ts'
import { compilePattern, type TextPattern } from './text-pattern.ts'

/** In order: of two entries that fit equally well, the one of the earlier file wins. */
export const CATALOGUE_FILES = {
  microsoft,
  microsoftSignIn,
  google,
  mailboxProviders,
  sendingServices,
  blockLists,
  mailroom,
  signIn,
  tls,
  network,
  servers,
  statusCodes,
  replyCodes,
} as Readonly<Record<string, unknown>>

export interface CompiledEntry {
  readonly entry: CatalogueEntry
  readonly patterns: readonly TextPattern[]
  readonly provider: string | null
  readonly scope: CatalogueFile['scope']
  readonly order: number
}

// The files are checked by their schema in the tests, not at every start.
const ENTRIES: readonly CompiledEntry[] = (Object.values(CATALOGUE_FILES) as readonly CatalogueFile[])
  .flatMap(({ provider, scope, entries }) => entries.map((entry) => ({ entry, provider, scope })))
  .map(({ entry, provider, scope }, order) => ({
    entry,
    scope,
    patterns: (entry.match.text ?? []).map(compilePattern),
    provider: providerName(provider ?? entry.match.from?.[0] ?? ''),
    order,
  }))

const byEnhanced = new Map<string, CompiledEntry[]>()
const byCode = new Map<number | null, CompiledEntry[]>()
const byText: CompiledEntry[] = []
for (const compiled of ENTRIES) index(compiled)

/** The entries that can fit a reply with these codes. */
export function* candidates({
  code,
  enhanced,
}: {
  readonly code: number | null
  readonly enhanced: string | null
}): Generator<CompiledEntry> {
  if (enhanced !== null) {
    yield* byEnhanced.get(enhanced) ?? []
    yield* byEnhanced.get(`x${enhanced.slice(1)}`) ?? []
  }
  yield* byCode.get(code) ?? []
  yield* byText
}

function index(compiled: CompiledEntry): void {
  const { enhanced, codes } = compiled.entry.match
  if (enhanced) for (const key of enhanced) add(byEnhanced, key, compiled)
  else if (codes) for (const key of codes) add(byCode, key, compiled)
  else byText.push(compiled)
}

function add<K>(map: Map<K, CompiledEntry[]>, key: K, compiled: CompiledEntry): void {
  const known = map.get(key)
  if (known) known.push(compiled)
  else map.set(key, [compiled])
}
