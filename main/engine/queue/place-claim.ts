/** Asks the rules about each recipient of a claim: which go along which route, and which end or wait here. Pure but for turns. */
import { domainOf } from '../../../shared/domain/address.ts'
import { assertNever } from '../../../shared/domain/assert-never.ts'
import type { Recipient } from '../../../shared/domain/recipient.ts'
import type { Route } from '../../../shared/domain/route.ts'
import type { EngineConfig } from '../config/config-source.ts'
import { applyToEnvelope, contentChanges, priorityOf } from '../rules/apply-changes.ts'
import { type AppliedChange, evaluateRules } from '../rules/evaluate-rules.ts'
import type { ContentFacts } from '../rules/mail-facts.ts'
import type { Claim } from '../storage/storage.ts'
import {
  applicableRules,
  type Choice,
  chooseRoute,
  factsOf,
  forcedChoice,
  waitsForEtrn,
} from './choose-route.ts'
import { findWait, type WaitMoment } from './find-wait.ts'
import type { ChangedMail, Job } from './job.ts'
import type { JobBody } from './job-body.ts'
import {
  type Judgement,
  judgeDiscard,
  judgeHold,
  judgeRejection,
  judgeWait,
  type WaitReason,
} from './judge.ts'
import { expiresAt, retryPolicy } from './retry-schedule.ts'

export type RoutingConfig = Pick<EngineConfig, 'rules' | 'routes' | 'retry'>

export interface Placement {
  readonly jobs: readonly Job[]
  readonly settled: readonly Judgement[]
}

export interface PlacementMoment extends Pick<WaitMoment, 'now' | 'localTimeOf' | 'turnAt'> {
  readonly random: () => number
  readonly body: JobBody
  /** null where no rule asks for it. */
  readonly content: ContentFacts | null
  /** Has the office asked for mail of this address with ETRN? */
  readonly isAskedFor: (route: string, address: string) => boolean
}

type RouteChoice = Choice & { kind: 'route' }

interface Group {
  readonly route: Route
  readonly recipients: Recipient[]
  readonly rules: Map<number, string>
  readonly addresses: Map<number, string>
  readonly changes: readonly AppliedChange[]
}

export function placeClaim(config: RoutingConfig, claim: Claim, moment: PlacementMoment): Placement {
  const groups = new Map<string, Group>()
  const settled: Judgement[] = []
  for (const recipient of claim.recipients) {
    const facts = factsOf(claim, recipient.address, moment)
    const { decision, changes } = evaluateRules(applicableRules(config, recipient.hold), facts)
    const choice = forcedChoice(config.routes, recipient) ?? chooseRoute(config.routes, decision)
    const wait = choice.kind === 'route' ? waitOf(config, claim, recipient, choice, changes, moment) : null
    if (choice.kind !== 'route') settled.push(settle(config, claim, recipient, choice, moment))
    else if (wait !== null) settled.push(wait)
    else addToGroup(groups, claim, recipient, choice, changes)
  }
  const jobs = config.routes.flatMap((route) =>
    [...groups.values()]
      .filter((group) => group.route === route)
      .map((group) => jobOf(claim, group, moment.body)),
  )
  return { jobs, settled }
}

/** Recipients go together where they take the same route and the next hop gets the same mail. */
function addToGroup(
  groups: Map<string, Group>,
  claim: Claim,
  recipient: Recipient,
  { route, rule }: RouteChoice,
  changes: readonly AppliedChange[],
): void {
  const { sender } = claim.envelope
  const changed = applyToEnvelope({ sender, recipient: recipient.address }, changes)
  const key =
    changes.length === 0
      ? route.name
      : JSON.stringify([route.name, changed.sender, contentChanges(changes), priorityOf(changes)])
  const group: Group = groups.get(key) ?? {
    route,
    recipients: [],
    rules: new Map(),
    addresses: new Map(),
    changes,
  }
  group.recipients.push(recipient)
  if (rule !== null) group.rules.set(recipient.number, rule)
  if (changed.recipient !== recipient.address) group.addresses.set(recipient.number, changed.recipient)
  groups.set(key, group)
}

function jobOf(claim: Claim, { route, recipients, rules, addresses, changes }: Group, body: JobBody): Job {
  const job = { claim: { ...claim, recipients }, route, rules, body }
  if (changes.length === 0) return job
  const { sender } = applyToEnvelope({ sender: claim.envelope.sender, recipient: '' }, changes)
  const content = contentChanges(changes)
  const changed: ChangedMail = { sender, addresses, content }
  const isChanged = sender !== claim.envelope.sender || addresses.size > 0 || content.length > 0
  return { ...job, priority: priorityOf(changes), ...(isChanged ? { changed } : {}) }
}

function waitOf(
  config: RoutingConfig,
  claim: Claim,
  recipient: Recipient,
  { route, rule }: RouteChoice,
  changes: readonly AppliedChange[],
  moment: PlacementMoment,
): Judgement | null {
  const policy = retryPolicy(config.retry, route)
  const asks = waitsForEtrn(route) && !moment.isAskedFor(route.name, recipient.address)
  const wait = asks ? null : findWait(changes, { ...moment, receivedAt: claim.receivedAt })
  if (!asks && wait === null) return null
  const reason: WaitReason =
    wait === null
      ? {
          route: route.name,
          rule,
          text: `Waits until ${domainOf(recipient.address)} asks with ETRN.`,
          until: expiresAt(policy, claim.receivedAt),
        }
      : { ...wait, route: route.name }
  return judgeWait(claim, recipient, reason, { policy, now: moment.now })
}

function settle(
  config: RoutingConfig,
  claim: Claim,
  recipient: Recipient,
  choice: Exclude<Choice, RouteChoice>,
  { now, random }: PlacementMoment,
): Judgement {
  switch (choice.kind) {
    case 'no-route':
      return judgeHold(claim, recipient, { hold: 'no-route', rule: null, text: choice.text, now })
    case 'hold':
      return judgeHold(claim, recipient, { hold: 'rule', rule: choice.rule, text: choice.text, now })
    case 'discard':
      return judgeDiscard(claim, recipient, { rule: choice.rule, now })
    case 'reject':
      return judgeRejection(claim, recipient, choice, { retry: config.retry, now, random: random() })
    default:
      return assertNever(choice)
  }
}
