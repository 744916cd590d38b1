const grouped = new Intl.NumberFormat('en')

/** 1234567 as "1,234,567". */
export function count(value: number): string {
  return grouped.format(value)
}

/** "1 message", "3 messages". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** Octets as "812 B", "48.2 KiB", "20 MiB". */
export function bytes(octets: number): string {
  if (octets < 1024) return `${octets} B`
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  let value = octets / 1024
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} ${units[unit]}`
}

/** For badges, where room is short: 950, "1.2k", "48k", "1M". */
export function compactCount(value: number): string {
  if (value < 1000) return String(value)
  if (value < 9_950) return `${(value / 1000).toFixed(1)}k`
  if (value < 999_500) return `${Math.round(value / 1000)}k`
  return `${Number((value / 1_000_000).toFixed(1))}M`
}
