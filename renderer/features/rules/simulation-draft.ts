/** What is typed for "What would happen?", and how it becomes the contract's question. */

import { z } from 'zod'
import { simulatedMailSchema } from '../../../shared/contract/rules.ts'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { pruneEmpty } from '../../forms/prune-empty.ts'
import { t } from '../../text/t.ts'

const fieldsSchema = z.object({
  sender: z.string(),
  recipients: z.array(z.string()),
  client: z.string(),
  account: z.string(),
  listener: z.string(),
  headerFrom: z.string(),
  subject: z.string(),
  size: z.string(),
  tls: z.boolean(),
  hasAttachment: z.boolean(),
})
export type SimulationDraft = z.infer<typeof fieldsSchema>

/** The contract refuses a question with a wrong client or name as a whole: its objections belong to the fields. */
export const simulationDraftSchema = fieldsSchema.superRefine((draft, context) => {
  const size = draft.size === '' || isSize(draft.size)
  if (!size) context.addIssue({ code: 'custom', path: ['size'], message: words().size })
  const asked = simulatedMailSchema.safeParse(questionOf(size ? draft : { ...draft, size: '' }))
  for (const { path, message } of asked.error?.issues ?? [])
    context.addIssue({ code: 'custom', path: [...path], message: words()[String(path)] ?? message })
})

const words = (): Readonly<Record<string, string>> => ({
  recipients: t('Give at least one recipient.'),
  client: t('Write an IP address such as 192.168.1.20.'),
  size: t('A number and a unit: KiB, MiB or GiB.'),
})

export const BLANK: SimulationDraft = {
  sender: '',
  recipients: [],
  client: '',
  account: '',
  listener: '',
  headerFrom: '',
  subject: '',
  size: '',
  tls: true,
  hasAttachment: false,
}

/** Fields that are empty are unknown, except the sender: an empty one is the null sender. */
export function simulatedMail(draft: SimulationDraft): z.input<typeof simulatedMailSchema> {
  return simulatedMailSchema.parse(questionOf(draft))
}

function questionOf(draft: SimulationDraft): Record<string, unknown> {
  const { size, ...rest } = draft
  const given = pruneEmpty(rest, { required: ['sender'] })
  return {
    ...given,
    sender: draft.sender === '<>' ? '' : draft.sender,
    ...(size === '' ? {} : { size: parseByteSize(size) }),
  }
}

function isSize(text: string): boolean {
  try {
    return parseByteSize(text) >= 0
  } catch {
    return false
  }
}
