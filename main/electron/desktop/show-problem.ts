import { join } from 'node:path'
import { dialog } from 'electron'
import { plainLine } from '../../../shared/text/plain-line.ts'
import { say } from '../say.ts'

/** What a person asked for did not work: says so where nothing else could. */
export function showProblem(title: string): (error: unknown) => void {
  return (error) =>
    dialog.showErrorBox(title, plainLine(error instanceof Error ? error.message : String(error), 2_000))
}

/** Resolves false where the person would rather quit. */
export async function explainStartFailure(message: string, folder: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Mailroom',
    message: say('The mail engine could not start'),
    detail: `${plainLine(message, 2_000)}\n\n${say('Mailroom keeps trying. The log is in {file}.', { file: plainLine(join(folder, 'engine.log'), 1_000) })}`,
    buttons: [say('Keep trying'), say('Quit')],
    defaultId: 0,
    cancelId: 0,
  })
  return response === 0
}

/** Of an engine that dies without a word. */
export function crashLoopText(deaths: number): string {
  return say(
    'The mail engine ended {deaths} times in a row: no mail flows meanwhile. Mailroom keeps starting it; engine.log in the data folder may say why.',
    { deaths },
  )
}
