/**
 * What a reply of a mail server, or an error on the way to it, means in plain words: offline, by the catalogue.
 *
 * Of the entries that fit, the most specific wins. Each part of an entry counts: text 8 (vague text 5), enhanced code 4,
 * provider 2, phase 2, reply code 1; an entry of one provider, block list or program counts 6 more than what all servers
 * say. Words beat numbers, because servers agree on words more than on codes. At the same count the longer pattern
 * wins, then the entry that stands first.
 */
import type { Reply } from '../domain/reply.ts'
import { type CompiledEntry, candidates } from './catalogue.ts'
import type { ExplainedPhase } from './catalogue-entry.ts'
import { explainUnknown } from './explain-unknown.ts'
import type { Explanation } from './explanation.ts'
import { findProviders } from './find-providers.ts'
import { findEnhanced, joinLines, LONGEST_TEXT, readReply } from './read-reply.ts'
import { foldText, matchesPattern } from './text-pattern.ts'

export interface ReplyContext {
  /** Who gave the reply, "mx1.provider.test [192.0.2.7]". */
  readonly host?: string | null
  readonly phase?: ExplainedPhase | null
}

/** What the entries are asked about. */
interface Facts {
  readonly code: number | null
  readonly enhanced: string | null
  readonly text: string
  readonly providers: ReadonlySet<string>
  readonly phase: ExplainedPhase | null
}

export function explainReply(reply: Reply, context: ReplyContext = {}): Explanation {
  const facts = factsOf(reply, context)
  let best: CompiledEntry | null = null
  let bestScore = 0
  for (const entry of candidates(facts)) {
    const score = scoreOf(entry, facts)
    if (
      score === 0 ||
      (best !== null && (score < bestScore || (score === bestScore && entry.order > best.order)))
    )
      continue
    best = entry
    bestScore = score
  }
  return best === null ? explainUnknown(facts, facts.phase) : known(best)
}

/** The same of a reply as it was pasted. */
export function explainText(text: string, context: ReplyContext = {}): Explanation {
  return explainReply(readReply(text), context)
}

function known({ entry, provider }: CompiledEntry): Explanation {
  const { id, meaning, actor, steps, link = null } = entry
  return { kind: 'known', id, meaning, actor, steps, link, provider }
}

function factsOf(reply: Reply, { host = null, phase = null }: ReplyContext): Facts {
  const plain = joinLines(reply.text.slice(0, LONGEST_TEXT))
  const text = foldText(plain)
  const enhanced = reply.enhanced ?? findEnhanced(plain, reply.code)
  return { code: reply.code, enhanced, text, providers: findProviders(host, text), phase }
}

const TEXT = 8_000_000
const VAGUE_TEXT = 5_000_000
const PARTICULAR = 6_000_000
const ENHANCED = 4_000_000
const PROVIDER = 2_000_000
const PHASE = 2_000_000
const CODE = 1_000_000

/** 0 where the entry does not fit. The length of the pattern counts below everything else. */
function scoreOf({ entry, patterns, scope }: CompiledEntry, facts: Facts): number {
  const { codes, enhanced, from, phases } = entry.match
  let score = scope === 'particular' ? PARTICULAR : 0
  if (codes) {
    if (!codes.includes(facts.code)) return 0
    score += CODE
  }
  if (enhanced) {
    if (!enhanced.some((pattern) => matchesEnhanced(pattern, facts.enhanced))) return 0
    score += ENHANCED
  }
  if (from) {
    if (!from.some((id) => facts.providers.has(id))) return 0
    score += PROVIDER
  }
  if (phases) {
    if (facts.phase === null || !phases.includes(facts.phase)) return 0
    score += PHASE
  }
  if (patterns.length > 0) {
    const length = longestMatch(patterns, facts.text)
    if (length === 0) return 0
    score += (entry.vague ? VAGUE_TEXT : TEXT) + length
  }
  return score
}

function longestMatch(patterns: CompiledEntry['patterns'], text: string): number {
  let longest = 0
  for (const pattern of patterns)
    if (pattern.length > longest && matchesPattern(text, pattern)) longest = pattern.length
  return longest
}

function matchesEnhanced(pattern: string, enhanced: string | null): boolean {
  if (enhanced === null) return false
  return pattern.startsWith('x')
    ? pattern.slice(1) === enhanced.slice(1) && enhanced[0] !== '2'
    : pattern === enhanced
}
