/** How far the guided start is, kept with the data folder so that any window can go on with it. */
import { type SetupProgress, setupProgressSchema } from '../../../shared/contract/setup.ts'
import type { SetupStorage } from '../storage/storage.ts'

const KEY = 'setup progress'

/** Who has routes already needs no introduction: an older data folder counts as done. */
export async function readProgress(
  storage: Pick<SetupStorage, 'getValue'>,
  hasRoutes: boolean,
): Promise<SetupProgress> {
  const stored = parse(await storage.getValue(KEY))
  return stored ?? { state: hasRoutes ? 'done' : 'new', step: 'you', answers: {} }
}

export async function keepProgress(
  storage: Pick<SetupStorage, 'setValue'>,
  progress: SetupProgress,
): Promise<void> {
  await storage.setValue(KEY, JSON.stringify(progress))
}

/** What another version wrote and this one cannot read begins anew. */
function parse(text: string | null): SetupProgress | null {
  if (text === null) return null
  try {
    const parsed = setupProgressSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
