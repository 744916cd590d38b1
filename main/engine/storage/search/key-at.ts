import { decodeId } from '../../../../shared/domain/id.ts'

const FIRST = decodeId('00000000000')

/** The first key of a time; see shared/domain/id.ts. */
export function keyAt(time: number): number {
  return Math.max(FIRST, Math.ceil((time - Date.UTC(2024, 0, 1)) * 4096))
}
