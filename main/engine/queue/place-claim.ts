/** Asks the rules about each recipient of a claim: which go along which route, and which end or wait here. Pure. */
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { computerTime } from '../computer-time.ts'
import type { EngineConfig } from '../config/config-source.ts'
import { type Decision, evaluateRules } from '../rules/evaluate-rules.ts'
import type { Claim, NewMessage } from '../storage/storage.ts'
import type { Job } from './job.ts'
import type { JobBody } from './job-body.ts'
import { type Judgement, judgeDiscard, judgeHold, judgeRejection } from './judge.ts'

export type RoutingConfig = Pick<EngineConfig, 'rules' | 'routes' | 'retry'>

export interface Placement {
  readonly jobs: readonly Job[]
  readonly settled: readonly Judgement[]
}

export function placeClaim(
  config: RoutingConfig,
  claim: Claim,
  { now, random, body }: { now: number; random: () => number; body: JobBody },
): Placement {
  const byRoute = new Map<string, { recipients: Recipient[]; rules: Map<number, string> }>()
  const settled: Judgement[] = []
  for (const recipient of claim.recipients) {
    const choice = chooseRoute(config, decide(config.rules, claim, recipient))
    if (choice.kind !== 'route') {
      settled.push(settle(config, claim, recipient, choice, now, random))
      continue
    }
    const group = byRoute.get(choice.route) ?? { recipients: [], rules: new Map<number, string>() }
    group.recipients.push(recipient)
    group.rules.set(recipient.number, choice.rule)
    byRoute.set(choice.route, group)
  }
  const jobs = config.routes.flatMap((route): Job[] => {
    const group = byRoute.get(route.name)
    if (!group) return []
    return [{ claim: { ...claim, recipients: group.recipients }, route, rules: group.rules, body }]
  })
  return { jobs, settled }
}

/** The routes that the recipients of a new message take as the rules stand; null for one that none takes. */
export function routesAtReception(config: RoutingConfig, message: NewMessage): (string | null)[] {
  const { envelope, origin, body } = message
  return message.recipients.map(({ address }) => {
    const { receivedAt } = message
    const mail = { envelope, origin, size: body.size, receivedAt }
    const decision = decide(config.rules, mail, { address, hold: null })
    const choice = chooseRoute(config, decision)
    return choice.kind === 'route' ? choice.route : null
  })
}

/** What the operator released is not held by a rule again; every other rule counts as before. */
function decide(
  rules: readonly Rule[],
  { envelope, origin, size, receivedAt }: Pick<Claim, 'envelope' | 'origin' | 'size' | 'receivedAt'>,
  { address, hold }: Pick<Recipient, 'address' | 'hold'>,
): Decision {
  const applicable = hold === 'released' ? rules.filter(({ action }) => action.kind !== 'hold') : rules
  const { account, listener, client, network, tls, authentication } = origin
  return evaluateRules(applicable, {
    sender: envelope.sender,
    recipient: address,
    account,
    listener,
    client,
    network,
    tls,
    receivedAt: computerTime(receivedAt),
    checks: authentication ?? 'unchecked',
    size,
    content: null,
  }).decision
}

type Choice = Exclude<Decision, { kind: 'no-match' }> | { readonly kind: 'no-route'; readonly why: string }

/** A decision for a route that exists, or in words why there is none. */
function chooseRoute({ routes }: RoutingConfig, decision: Decision): Choice {
  if (routes.length === 0 && (decision.kind === 'no-match' || decision.kind === 'route'))
    return { kind: 'no-route', why: 'No route yet: add a route, and this mail goes on by itself.' }
  if (decision.kind === 'no-match')
    return {
      kind: 'no-route',
      why: 'No relay rule matches: add a rule that gives it a route, and this mail goes on by itself.',
    }
  if (decision.kind === 'route' && !routes.some(({ name }) => name === decision.route))
    return {
      kind: 'no-route',
      why: `The relay rule "${decision.rule}" names the route "${decision.route}", which does not exist: change the rule, or add the route.`,
    }
  return decision
}

function settle(
  config: RoutingConfig,
  claim: Claim,
  recipient: Recipient,
  choice: Exclude<Choice, { kind: 'route' }>,
  now: number,
  random: () => number,
): Judgement {
  switch (choice.kind) {
    case 'no-route':
      return judgeHold(claim, recipient, { hold: 'no-route', rule: null, text: choice.why, now })
    case 'hold': {
      const text = choice.reason ?? `Held by the relay rule "${choice.rule}".`
      return judgeHold(claim, recipient, { hold: 'rule', rule: choice.rule, text, now })
    }
    case 'discard':
      return judgeDiscard(claim, recipient, { rule: choice.rule, now })
    case 'reject':
      return judgeRejection(claim, recipient, choice, { retry: config.retry, now, random: random() })
    default:
      return assertNever(choice)
  }
}
