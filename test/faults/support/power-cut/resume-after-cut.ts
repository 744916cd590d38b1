/** The real program goes on from a folder after a power cut: what waits is delivered, and what was delivered is not. */
import { MailroomProcess } from '../../../support/mailroom-process.ts'
import { waitFor } from '../../../support/wait-for.ts'
import { inFlightAt } from './look-after-cut.ts'
import { promisedBy, type RecordedLife } from './recorded-life.ts'

interface Row {
  readonly subject: string
  readonly state: string
}

/** Answers what is wrong. The next hop of the life is still up. */
export async function resumeAfterCut(data: string, life: RecordedLife, cut: number): Promise<string[]> {
  const promised = promisedBy(life, cut)
  const inFlight = await inFlightAt(data, promised)
  const takenUntilNow = life.taken.length
  const mailroom = await MailroomProcess.start({ data })
  try {
    const rows = await waitFor(
      'what the next hop takes',
      async () => {
        const found = await upward(mailroom)
        return found.every(({ state }) => state === 'delivered') ? found : null
      },
      60_000,
    )
    const again = life.taken.slice(takenUntilNow)
    return [
      ...again
        .filter(
          (subject) =>
            promised.taken.has(subject) && !life.before.taken.has(subject) && !inFlight.has(subject),
        )
        .map((subject) => `${subject} was sent twice and had not been in flight`),
      ...again
        .filter((subject, place) => again.indexOf(subject) !== place)
        .map((subject) => `${subject} was sent twice after the cut`),
      ...rows
        .filter(({ subject }) => !promised.taken.has(subject) && !again.includes(subject))
        .map(({ subject }) => `${subject} never came to the next hop`),
    ]
  } finally {
    await mailroom.kill()
  }
}

async function upward(mailroom: MailroomProcess): Promise<readonly Row[]> {
  const filter = { recipient: 'up.test' }
  const { rows } = await mailroom.call<{ rows: Row[] }>('POST', '/queue/search', { filter, limit: 200 })
  return rows
}
