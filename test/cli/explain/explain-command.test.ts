import { expect, test } from 'vitest'
import { explanationSchema } from '../../../shared/explain/explanation.ts'
import { runProgram } from '../../support/run-program.ts'

const run = (...args: string[]) =>
  runProgram(process.execPath, ['main/cli/mailroom.ts', 'explain', ...args], { input: '' })

test('explains a reply to a person, without an engine', async () => {
  const { code, stdout } = await run('550 5.1.1 User unknown')
  expect(code).toBe(0)
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    'The recipient’s address does not exist there.',
    'Who must act: the sender of the message',
    'What to do:   Check the address for mistakes, then send it again.',
  ])
})

test('explains it to a program', async () => {
  const { stdout } = await run('--json', 'AADSTS7000215:', 'Invalid', 'client', 'secret')
  expect(explanationSchema.parse(JSON.parse(stdout))).toMatchObject({
    kind: 'known',
    id: 'aadsts-invalid-secret',
    provider: 'Microsoft 365',
  })
})

test('counts who gave the reply', async () => {
  const { stdout } = await run('--json', '--host', 'smtp.mail.me.com', '535 nope')
  expect(JSON.parse(stdout)).toMatchObject({ id: 'apple-app-password' })
})

test('wants a reply', async () => {
  expect((await run()).code).toBe(2)
})
