import { readFile } from 'node:fs/promises'
import { CommandFailure, EXIT } from './exit-codes.ts'

/** The content of a configuration file; whether it is one is checked by who takes it. */
export async function readConfigFile(file: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new CommandFailure(EXIT.failed, describeReadError(file, error as NodeJS.ErrnoException))
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new CommandFailure(EXIT.failed, `${file} is not JSON: ${(error as Error).message}`)
  }
}

function describeReadError(file: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return `There is no file ${file}.`
    case 'EACCES':
      return `${file} may not be read by this user.`
    case 'EISDIR':
      return `${file} is a folder. Name the configuration file in it.`
    default:
      return `${file} cannot be read: ${message}`
  }
}
