import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../../main/engine/inbound/ports/free-port.ts'
import { listeningInodes, programName } from '../../../../main/engine/inbound/ports/linux-port-owner.ts'
import { parseLsof, parseNetstat, portOwner } from '../../../../main/engine/inbound/ports/port-owner.ts'

const PROC_NET_TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0019 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31337 1 0 100 0 0 10 0
   1: 0100007F:0019 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 20 4 30 10 -1
   2: 0100007F:1900 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 777 1 0 100 0 0 10 0`

test('reads listening sockets from the kernel table', () => {
  expect(listeningInodes(PROC_NET_TCP, 25)).toEqual(['31337'])
  expect(listeningInodes(PROC_NET_TCP, 26)).toEqual([])
})

test.each([
  ['master', 'master'],
  ['/usr/lib/postfix/sbin/master\0-w\0', 'master'],
  ['nginx: master process /usr/sbin/nginx', 'nginx'],
  ['/usr/bin/node\0--no-warnings\0/opt/mailroom/mailroom.js\0serve\0', 'node mailroom.js'],
  ['/usr/bin/python3\0-m\0aiosmtpd\0', 'python3 aiosmtpd'],
  ['', null],
])('names the program of %j', (commandLine, name) => expect(programName(commandLine)).toBe(name))

test('reads lsof', () => {
  expect(parseLsof('p812\ncmaster\nf13\n')).toBe('master (process 812)')
  expect(parseLsof('')).toBeNull()
})

test('reads netstat, also a translated one', () => {
  const table = [
    '  TCP    0.0.0.0:25             0.0.0.0:0              ABHÖREN         812',
    '  TCP    127.0.0.1:2500         0.0.0.0:0              LISTENING       7',
    '  TCP    10.0.0.1:25            10.0.0.2:50000         ESTABLISHED     9',
  ].join('\r\n')
  expect(parseNetstat(table, 25)).toBe('812')
  expect(parseNetstat(table, 250)).toBeNull()
})

test('never fails where the system has no answer', async () => {
  expect(await portOwner(1, 'win32')).toBeNull()
  expect(await portOwner(1, 'aix')).toBeNull()
})

test.runIf(process.platform === 'linux')('finds this very process', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as { port: number }
  expect(await portOwner(port, 'linux')).toMatch(new RegExp(`^\\S.* \\(process ${process.pid}\\)$`))
  const proposed = await freePort('127.0.0.1', port)
  expect(proposed).toBeGreaterThan(port)
})
