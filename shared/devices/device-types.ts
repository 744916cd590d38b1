import { APPLIANCES } from './appliances.ts'
import type { DeviceType } from './device-type.ts'
import { PRINTERS } from './printers.ts'
import { PROGRAMS } from './programs.ts'

export const DEVICE_TYPES: readonly DeviceType[] = [...PRINTERS, ...APPLIANCES, ...PROGRAMS]

/** Unknown ids (of another version) are "other". */
export function deviceType(id: string): DeviceType {
  const found =
    DEVICE_TYPES.find((type) => type.id === id) ?? DEVICE_TYPES.find(({ id: each }) => each === 'other')
  if (!found) throw new Error('The catalogue of devices has no "other".')
  return found
}
