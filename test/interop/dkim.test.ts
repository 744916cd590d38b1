import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compose, dkimSite } from '../support/dkim-site.ts'
import { findProgram, runProgram } from '../support/run-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Verifies every signature of a message with Debian's python3-dkim; the records come from a file. */
const VERIFIER = `
import dkim, json, sys
records = json.load(open(sys.argv[2]))
message = open(sys.argv[1], 'rb').read()
look_up = lambda name, timeout=5: records[name.decode().rstrip('.')].encode()
def verifies(index):
    try:
        return dkim.DKIM(message).verify(index, dnsfunc=look_up)
    except dkim.ValidationError:
        return False
print(json.dumps([verifies(index) for index in range(int(sys.argv[3]))]))
`

/** Debian's own: other Pythons on the PATH do not see its packages. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : findProgram('python3')

const hasVerifier =
  PYTHON !== null &&
  (await runProgram(PYTHON, ['-c', 'import dkim, nacl']).catch(() => ({ code: 1 }))).code === 0

it.skipIf(!hasVerifier)('python3-dkim verifies RSA and Ed25519 signatures over rewritten mail', async () => {
  const site = await dkimSite('office.test', 'rsa', 'ed')
  const { content } = await compose(
    'Received: x\r\nFrom: Copier <copier@device.test>\r\nTo: ann@far.test\r\nSubject:  Scan\r\n of today \r\n\r\nHello  there \r\n\r\n\r\n',
    {
      changes: [
        { kind: 'header-from', address: 'scan@office.test', displayName: 'Büro', keepReplyTo: true },
        { kind: 'add-header', name: 'List-Id', value: 'Größe' },
        { kind: 'dkim' },
      ],
      signingKeys: async () => site.keys,
    },
  )
  const folder = await temporaryFolder()
  const [message, records] = [join(folder, 'message.eml'), join(folder, 'records.json')]
  await writeFile(message, content)
  await writeFile(records, JSON.stringify(site.records))
  const verified = await runProgram(PYTHON ?? '', ['-c', VERIFIER, message, records, '2'])
  expect(verified).toMatchObject({ code: 0, stdout: '[true, true]\n' })

  await writeFile(message, content.toString().replace('Hello', 'Bye'))
  expect((await runProgram(PYTHON ?? '', ['-c', VERIFIER, message, records, '2'])).stdout).toBe(
    '[false, false]\n',
  )
})
