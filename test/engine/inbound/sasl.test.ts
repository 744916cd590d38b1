import { beforeEach, expect, test } from 'vitest'
import { beginSasl, type Mechanism, type SaslStep } from '../../../main/engine/inbound/sasl.ts'
import { base64, cramMd5Response } from '../../support/inbound-site.ts'

/** Does the device profile have trailing-nul? */
let forgivesNul = false

beforeEach(() => {
  forgivesNul = false
})

function run(mechanism: Mechanism, initial: string | null, ...lines: string[]): SaslStep {
  let step = beginSasl(
    mechanism,
    initial,
    () => '<1.2@relay.test>',
    () => forgivesNul,
  )
  for (const line of lines) {
    if (step.kind !== 'challenge') throw new Error(`no more lines were asked for: ${step.kind}`)
    step = step.next(line)
  }
  return step
}

const secret = {
  kind: 'credentials',
  credentials: { kind: 'password', username: 'scanner', password: 'pa ss' },
}

test.each<[string, Mechanism, string | null, string[]]>([
  ['PLAIN with initial response', 'PLAIN', base64('\0scanner\0pa ss'), []],
  ['PLAIN with continuation', 'PLAIN', null, [base64('\0scanner\0pa ss')]],
  ['PLAIN for itself', 'PLAIN', base64('scanner\0scanner\0pa ss'), []],
  ['PLAIN with the name in the first part', 'PLAIN', base64('scanner\0\0pa ss'), []],
  ['LOGIN', 'LOGIN', null, [base64('scanner'), base64('pa ss')]],
  ['LOGIN with initial response', 'LOGIN', base64('scanner'), [base64('pa ss')]],
])('%s', (_, mechanism, initial, lines) => expect(run(mechanism, initial, ...lines)).toEqual(secret))

const WITH_NUL: [string, Mechanism, string | null, string[]][] = [
  ['the password of LOGIN', 'LOGIN', null, [base64('scanner'), base64('pa ss\0')]],
  ['the name of LOGIN', 'LOGIN', base64('scanner\0\0'), [base64('pa ss')]],
  ['PLAIN', 'PLAIN', base64('\0scanner\0pa ss\0'), []],
]

test.each(WITH_NUL)('NUL behind %s is forgiven to devices that may', (_, mechanism, initial, lines) => {
  forgivesNul = true
  expect(run(mechanism, initial, ...lines)).toEqual(secret)
})

test.each(WITH_NUL)('NUL behind %s is malformed for others', (_, mechanism, initial, lines) => {
  const ended = initial !== null && mechanism === 'LOGIN' ? [] : lines
  expect(run(mechanism, initial, ...ended)).toMatchObject({ kind: 'malformed' })
})

test('LOGIN asks as clients expect', () => {
  const step = run('LOGIN', null)
  expect(step.kind === 'challenge' && step.base64).toBe('VXNlcm5hbWU6')
  const then = run('LOGIN', null, base64('scanner'))
  expect(then.kind === 'challenge' && then.base64).toBe('UGFzc3dvcmQ6')
})

test('CRAM-MD5 answers a challenge', () => {
  const response = cramMd5Response('scanner', 'tanstaaf', base64('<1.2@relay.test>'))
  expect(run('CRAM-MD5', null, response)).toMatchObject({
    credentials: { kind: 'cram-md5', username: 'scanner', challenge: '<1.2@relay.test>' },
  })
})

test.each<[Mechanism, string | null, string[]]>([
  ['PLAIN', null, ['*']],
  ['LOGIN', null, ['*']],
  ['LOGIN', null, [base64('scanner'), '*']],
  ['CRAM-MD5', null, ['*']],
])('%s can be cancelled', (mechanism, initial, lines) =>
  expect(run(mechanism, initial, ...lines)).toEqual({ kind: 'cancelled' }),
)

test.each<[Mechanism, string | null, string[]]>([
  ['PLAIN', 'not base64!', []],
  ['PLAIN', '=', []],
  ['PLAIN', base64('scanner pass'), []],
  ['PLAIN', base64('a\0b\0c\0d'), []],
  ['PLAIN', base64('boss\0scanner\0pass'), []],
  ['PLAIN', base64('\0\0pass'), []],
  ['PLAIN', base64('\0sc\r\nanner\0pass'), []],
  ['LOGIN', null, [base64(''), base64('x')]],
  ['LOGIN', Buffer.from([0xff, 0xfe]).toString('base64'), []],
  ['CRAM-MD5', base64('x'), []],
  ['CRAM-MD5', null, [base64('scanner')]],
  ['CRAM-MD5', null, [base64('scanner zzzz')]],
])('%s refuses %j %j', (mechanism, initial, lines) =>
  expect(run(mechanism, initial, ...lines).kind).toBe('malformed'),
)
