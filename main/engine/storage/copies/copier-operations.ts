import { copyDatabase } from './copy-database.ts'
import { inspectDatabase } from './inspect-database.ts'
import { settleRestored } from './settle-restored.ts'

/** They open what they need themselves: the connection of other workers has no meaning here. */
export const copierOperations = { copyDatabase, inspectDatabase, settleRestored } as const

export type CopierOperations = typeof copierOperations
