import { expect, test } from 'vitest'
import { type BindFailure, portProblem } from '../../../../main/engine/inbound/ports/port-problem.ts'

const failure: BindFailure = {
  code: 'EADDRINUSE',
  message: 'listen EADDRINUSE',
  host: '0.0.0.0',
  port: 25,
  owner: null,
  proposedPort: 2525,
  platform: 'linux',
  executable: '/usr/bin/node',
}

test.each<[Partial<BindFailure>, string]>([
  [
    { owner: 'master (process 812)' },
    'Port 25 on 0.0.0.0 is taken by master (process 812). Stop that program',
  ],
  [{}, 'taken by another program'],
  [{}, 'Port 2525 is free'],
  [{ code: 'EACCES' }, 'setcap cap_net_bind_service=+ep /usr/bin/node'],
  [{ code: 'EACCES' }, 'sysctl net.ipv4.ip_unprivileged_port_start=25'],
  [{ code: 'EACCES' }, 'AmbientCapabilities=CAP_NET_BIND_SERVICE'],
  [{ code: 'EACCES', port: 2525 }, 'security policy'],
  [{ code: 'EACCES', platform: 'darwin' }, 'set the address to 0.0.0.0'],
  [{ code: 'EACCES', platform: 'win32' }, 'excludedportrange'],
  [{ code: 'EACCES', platform: 'freebsd' }, 'administrator rights'],
  [{ code: 'EADDRNOTAVAIL', host: '192.0.2.1' }, '192.0.2.1 is not an address of this computer'],
  [{ code: 'ENOTFOUND', host: 'nowhere.test' }, 'The name nowhere.test has no address'],
  [{ code: 'EAFNOSUPPORT', host: '::' }, 'IPv6'],
  [{ code: 'EMFILE', message: 'too many open files' }, 'too many open files'],
])('%j: %s', (change, words) => expect(portProblem({ ...failure, ...change })).toContain(words))

test('proposes nothing where nothing is free', () => {
  expect(portProblem({ ...failure, proposedPort: null })).not.toContain('is free')
})
