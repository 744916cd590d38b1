import { expect, onTestFinished, test, vi } from 'vitest'
import { describeAction, describeMatch } from '../../../main/cli/rule/describe-rule.ts'
import { toMail } from '../../../main/cli/rule/mail-options.ts'
import { printSimulation } from '../../../main/cli/rule/print-simulation.ts'
import { simulationSchema } from '../../../shared/contract/rules.ts'
import { ruleSchema } from '../../../shared/domain/rule.ts'

test('the options of simulate become a mail', () => {
  expect(
    toMail({
      from: '<>',
      to: ['a@x.test', 'b@x.test'],
      tls: false,
      client: '192.0.2.1',
      account: 'scanner',
      listener: 'lan',
      size: '2MiB',
      subject: 'Scan',
      headerFrom: 'boss@office.test',
      header: ['X-Device: Ricoh: MP', 'X-Empty:'],
      at: '2026-01-05T22:30Z',
    }),
  ).toEqual({
    sender: '',
    recipients: ['a@x.test', 'b@x.test'],
    tls: false,
    client: '192.0.2.1',
    account: 'scanner',
    listener: 'lan',
    size: 2 * 1024 * 1024,
    subject: 'Scan',
    headerFrom: 'boss@office.test',
    headers: [
      { name: 'X-Device', value: 'Ricoh: MP' },
      { name: 'X-Empty', value: '' },
    ],
    receivedAt: Date.UTC(2026, 0, 5, 22, 30),
  })
})

test.each([
  [{ to: ['a@x.test'] }, /--from and --to/],
  [{ from: 'a@x.test' }, /--from and --to/],
  [{ from: 'a@x.test', to: ['b@x.test'], size: 'big' }, /no size/],
  [{ from: 'a@x.test', to: ['b@x.test'], header: ['X-Device'] }, /no header field/],
  [{ from: 'a@x.test', to: ['b@x.test'], at: 'noon' }, /no time/],
])('wrong options are named: %j', (options, message) => {
  expect(() => toMail({ tls: true, ...options })).toThrow(message)
})

test('rules are told in one line', () => {
  const rule = ruleSchema.parse({
    name: 'a',
    match: { senders: ['a@x.test', 'b@x.test'], tls: true, headers: [{ name: 'X-A' }] },
    except: { subject: ['ok'] },
    changes: [{ kind: 'dkim' }],
    action: { kind: 'continue' },
  })
  expect(describeAction(rule)).toBe('go on, 1 change')
  expect(describeMatch(rule)).toBe(
    'senders a@x.test or b@x.test, tls true, headers {"name":"X-A"}; except subject ok',
  )
  expect(describeMatch({ ...rule, match: {}, except: undefined })).toBe('all')
})

test('a simulation is told for people, and steers no terminal', () => {
  const written: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  onTestFinished(() => write.mockRestore())
  const accepted = { accepted: true, text: '250 fine' }
  printSimulation(
    simulationSchema.parse({
      sender: accepted,
      client: 'network copiers',
      limits: [{ text: '10 of 10 messages this hour', reached: true }],
      recipients: [
        {
          recipient: 'sales@office.test',
          expandedTo: 'anna@office.test',
          admission: { accepted: false, text: '550 no' },
          verdicts: [
            { rule: 'trap\u001b[31m', kind: 'excepted', condition: 'recipients' },
            { rule: 'rest', kind: 'matches', condition: null },
          ],
          decision: { kind: 'route', rule: 'rest', route: 'provider', text: 'Taken.' },
          changes: [{ rule: 'rest', text: 'Priority is low.' }],
          envelope: { sender: '', recipient: 'anna@office.test' },
        },
      ],
    }),
  )
  const lines = written.join('').split('\n')
  expect(lines).toContain('sales@office.test, which is anna@office.test')
  expect(lines.join('\n')).not.toContain('\u001b')
  expect(lines.map((line) => line.trim().replace(/ {2,}/g, ' '))).toEqual(
    expect.arrayContaining([
      'Limit 10 of 10 messages this hour, reached',
      'Recipient refused: 550 no',
      'Decision Taken. Rule "rest".',
      'Envelope <> to <anna@office.test>',
      'Change Priority is low. Rule "rest".',
      'Rule "trap" matches, but so does its exception: recipients',
      'Rule "rest" matches',
    ]),
  )
})
