/** What is typed for "What would happen?", and how it becomes the contract's question. */
import { z } from 'zod'
import { simulatedMailSchema } from '../../../shared/contract/rules.ts'
import { parseByteSize } from '../../../shared/domain/byte-size.ts'
import { pruneEmpty } from '../../forms/prune-empty.ts'

export const simulationDraftSchema = z.object({
  sender: z.string(),
  recipients: z.array(z.string()).min(1, 'Give at least one recipient.'),
  client: z.string(),
  account: z.string(),
  listener: z.string(),
  headerFrom: z.string(),
  subject: z.string(),
  size: z.string().refine((text) => text === '' || isSize(text), 'A number and a unit: KiB, MiB or GiB.'),
  tls: z.boolean(),
  hasAttachment: z.boolean(),
})
export type SimulationDraft = z.infer<typeof simulationDraftSchema>

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
  const { size, ...rest } = draft
  const given = pruneEmpty(rest, { required: ['sender'] })
  return simulatedMailSchema.parse({
    ...given,
    sender: draft.sender === '<>' ? '' : draft.sender,
    ...(size === '' ? {} : { size: parseByteSize(size) }),
  })
}

function isSize(text: string): boolean {
  try {
    return parseByteSize(text) >= 0
  } catch {
    return false
  }
}
