import { expect, test } from 'vitest'
import { createStreamLogger, type LogFormat } from '../../main/engine-host/stream-logger.ts'
import { FakeClock } from '../support/fake-clock.ts'

const FORGED = 'a\r\n2026-01-01T00:00:00.000Z error: forged\u2028\u001b[2J\u009b31m\u202e\u0000'

test.each(['text', 'json'] as const)(
  'a record of the log stays one line of harmless signs: %s',
  (format: LogFormat) => {
    const written: string[] = []
    const logger = createStreamLogger(
      { write: (text: string) => written.push(text) },
      format,
      new FakeClock(),
    )
    logger.warn(`The next hop said ${FORGED}`, { peer: FORGED, error: new Error(FORGED) })
    expect(written).toHaveLength(1)
    const line = written[0] ?? ''
    expect(line.endsWith('\n')).toBe(true)
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    if (format === 'json')
      expect(JSON.parse(line)).toMatchObject({ message: `The next hop said ${FORGED}`, peer: FORGED })
  },
)
