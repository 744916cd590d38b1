import type { Reply } from '../../../shared/domain/reply.ts'
import { localReply } from './session-problem.ts'

/** An error of the file system in plain words; the mail waits, because all of these can be put right. */
export function describeFileError(folder: string, error: unknown): Reply {
  const { code, message } = error as { code?: string; message?: string }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return localReply('4.3.1', `The disk that holds ${folder} is full. Make room, and the mail goes on.`)
    case 'EACCES':
    case 'EPERM':
      return localReply(
        '4.3.5',
        `Mailroom may not write to ${folder}. Give its user the right to, or choose another folder.`,
      )
    case 'EROFS':
      return localReply('4.3.5', `${folder} is on a disk that is read-only.`)
    case 'ENOTDIR':
    case 'EEXIST':
      return localReply('4.3.5', `Part of the path ${folder} is a file, not a folder.`)
    case 'ENAMETOOLONG':
      return localReply('4.3.5', `The path ${folder} is too long for this system. Choose a shorter folder.`)
    case 'EMFILE':
    case 'ENFILE':
      return localReply('4.3.2', `This computer has too many files open to write to ${folder}.`)
    default:
      return localReply('4.3.0', `Writing to ${folder} failed: ${message ?? String(error)}`)
  }
}
