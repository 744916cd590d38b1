import type { Status } from '../../../shared/contract/system.ts'

/** A status in which all is well; a test says what is not. */
export function sampleStatus(change: Partial<Status> = {}): Status {
  return {
    version: '0.1.0',
    hostname: 'relay.office.test',
    dataFolder: '/data',
    pid: 1,
    startedAt: 0,
    now: 1_000_000,
    listeners: [
      {
        name: 'local',
        host: '127.0.0.1',
        port: 2525,
        state: 'listening',
        problem: null,
        proposedPort: null,
        connections: 0,
      },
    ],
    routes: [
      {
        name: 'provider',
        paused: false,
        waiting: 0,
        lastSuccessAt: 900_000,
        lastFailureAt: null,
        lastFailure: null,
        circuits: [],
        signIn: null,
        waitingFor: null,
        pacing: [],
      },
    ],
    counts: { queued: 0, active: 0, deferred: 0, held: 0, delivered: 5, failed: 0, cancelled: 0 },
    pauses: { queue: false, routes: [] },
    openSessions: 0,
    throughput: { acceptedPerMinute: Array(60).fill(0), deliveredPerMinute: Array(60).fill(2) },
    disk: { freeBytes: 10 ** 11, low: false },
    attention: [],
    ...change,
  }
}
