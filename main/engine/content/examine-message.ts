/** A message looked at while it comes in: checked where it is from outside, and refused where a relay rule says so. */
import type { MessageAuthentication } from '../../../shared/domain/message.ts'
import type { Rule } from '../../../shared/domain/rule.ts'
import { decideAtData, decidesAtData } from '../rules/decide-at-data.ts'
import type { Rejection } from '../rules/evaluate-rules.ts'
import type { ContentFacts, MailFacts } from '../rules/mail-facts.ts'
import { rulesNeed } from '../rules/rules-need.ts'
import type { LocalTime } from '../rules/time-window.ts'
import type { AuthenticationCheck, Authenticator } from './authenticator.ts'
import { factsOf } from './content-facts.ts'
import { AttachmentSearch } from './find-attachment.ts'
import { type HeaderBlock, parseHeaderBlock } from './header-block.ts'

export interface ExaminedMail {
  /** What is known at MAIL; recipient, size, content and checks come later. */
  readonly facts: Omit<MailFacts, 'recipient' | 'receivedAt' | 'size' | 'content' | 'checks'>
  /** Address of the client, and how it named itself. */
  readonly client: string
  readonly hello: string
  /** From an account or a trusted network: not checked. */
  readonly submission: boolean
}

export interface Examination {
  /** The header with whatever of the body came with it; once, before `push`. */
  begin(octets: Buffer): Promise<void> | undefined
  push(content: readonly Buffer[]): Promise<void> | undefined
  /** The message is whole. Never rejects. `size` in octets. */
  finish(size: number, recipients: readonly string[]): Promise<Findings>
  abort(): void
}

export interface Findings {
  /** null where nobody checked. */
  readonly authentication: MessageAuthentication | null
  /** A relay rule refuses it for every recipient; else those that it refuses bounce at the attempt. */
  readonly rejection: Rejection | null
}

/** null where nothing has to be looked at, which is most mail of one's own. */
export type Examine = (mail: ExaminedMail) => Examination | null

export interface ExaminerOptions {
  readonly authenticate: Authenticator
  /** The wall clock. */
  readonly localTime: () => LocalTime
  readonly config: () => {
    readonly rules: readonly Rule[]
    readonly authentication: { readonly check: boolean }
  }
}

export function createExaminer({ authenticate, localTime, config }: ExaminerOptions): Examine {
  return (mail) => {
    const { rules, authentication } = config()
    const { client, hello, submission } = mail
    const { sender } = mail.facts
    const check = authentication.check && !submission ? authenticate({ client, hello, sender }) : null
    const deciding = decidesAtData(rules) ? rules : null
    return check === null && deciding === null
      ? null
      : new MessageExamination({ ...mail.facts, receivedAt: localTime() }, check, deciding)
  }
}

type KnownFacts = Omit<MailFacts, 'recipient' | 'size' | 'content' | 'checks'>

class MessageExamination implements Examination {
  readonly #facts: KnownFacts
  readonly #check: AuthenticationCheck | null
  /** null where no rule refuses by what is known only now. */
  readonly #rules: readonly Rule[] | null
  readonly #attachments: AttachmentSearch | null
  #header: HeaderBlock | null = null

  constructor(facts: KnownFacts, check: AuthenticationCheck | null, rules: readonly Rule[] | null) {
    this.#facts = facts
    this.#check = check
    this.#rules = rules
    this.#attachments = rules && rulesNeed(rules).attachments ? new AttachmentSearch() : null
  }

  begin(octets: Buffer): Promise<void> | undefined {
    this.#header = parseHeaderBlock(octets)
    this.#check?.begin(this.#header)
    this.#attachments?.push(octets)
    return this.#check?.push(octets.subarray(this.#header.size))
  }

  push(content: readonly Buffer[]): Promise<void> | undefined {
    for (const chunk of content) this.#attachments?.push(chunk)
    const waits = content.map((chunk) => this.#check?.push(chunk)).filter((wait) => wait !== undefined)
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => undefined)
  }

  async finish(size: number, recipients: readonly string[]): Promise<Findings> {
    const authentication = (await this.#check?.finish()) ?? null
    const facts = {
      ...this.#facts,
      size,
      checks: authentication ?? ('unchecked' as const),
      content: this.#content(),
    }
    return {
      authentication,
      rejection: this.#rules && decideAtData(this.#rules, facts, recipients),
    }
  }

  abort(): void {
    this.#check?.abort()
  }

  #content(): ContentFacts | null {
    return this.#header && factsOf(this.#header, this.#attachments?.end() ?? null)
  }
}
