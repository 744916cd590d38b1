import { readFile } from 'node:fs/promises'
import { CommandFailure, EXIT } from './exit-codes.ts'

/** The content of a configuration file; whether it is one is checked by who takes it. */
export async function readConfigFile(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${file} cannot be read: ${(error as Error).message}`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${file} is not JSON: ${(error as Error).message}`)
  }
}
