import { describe, expect, it } from 'vitest'
import type { Job } from '../../../main/engine/queue/job.ts'
import { RouteWindows } from '../../../main/engine/queue/route-windows.ts'
import { routeSchema } from '../../../shared/domain/route.ts'

/** Only the route and the id matter here. */
function job(route: string, id = '01ABCDEFGHJ'): Job {
  return { route: routeSchema.parse({ name: route, kind: 'capture' }), claim: { id } } as unknown as Job
}

function fill(windows: RouteWindows, route: string, count: number): void {
  for (let index = 0; index < count; index++) windows.add(job(route))
}

function startAll(windows: RouteWindows): Job[] {
  const started: Job[] = []
  for (let next = windows.next(); next; next = windows.next()) started.push(next)
  return started
}

const count = (jobs: readonly Job[], route: string) => jobs.filter((one) => one.route.name === route).length

describe('the windows of the routes', () => {
  it('start only what a route has capacity for', () => {
    const windows = new RouteWindows((route) => (route.name === 'down' ? 0 : 1_000))
    fill(windows, 'down', 3)
    fill(windows, 'up', 3)
    expect(startAll(windows).map(({ route }) => route.name)).toEqual(['up', 'up', 'up'])
    expect(windows.isStalled()).toBe(true)
  })

  it('keep a share for every route, however many hang', () => {
    const windows = new RouteWindows(() => 1_000)
    for (const route of ['hangs 1', 'hangs 2', 'hangs 3']) fill(windows, route, 200)
    expect(startAll(windows)).toHaveLength(205)
    fill(windows, 'healthy', 200)
    expect(count(startAll(windows), 'healthy')).toBe(5)
  })

  it('give the room that comes free to another route than the one that gave it', () => {
    const windows = new RouteWindows(() => 1_000)
    for (const route of ['a', 'b', 'c']) fill(windows, route, 150)
    const started = startAll(windows)
    for (const one of started.filter(({ route }) => route.name === 'a').slice(0, 30)) {
      windows.tried(one)
      windows.finished(one)
    }
    const next = startAll(windows)
    expect(next).toHaveLength(25)
    expect(count(next, 'c')).toBe(25)
  })

  it('keep a place until what was tried is on record', () => {
    let connections = 1
    const windows = new RouteWindows(() => connections)
    fill(windows, 'provider', 2)
    const first = windows.next() as Job
    connections = 0
    windows.tried(first)
    connections = 1
    expect(windows.next()).toBeNull()
    windows.finished(first)
    expect(windows.next()).not.toBeNull()
  })

  it('close at the high mark, open at the low one, and turn away what overflows', () => {
    const windows = new RouteWindows(() => 1)
    fill(windows, 'slow', 99)
    expect(windows.fullRoutes()).toEqual([])
    fill(windows, 'slow', 1)
    expect(windows.fullRoutes()).toEqual(['slow'])
    expect(windows.takesDirectly('slow')).toBe(false)
    fill(windows, 'slow', 300)
    expect(windows.add(job('slow'))).toBe(false)
    windows.take(() => true)
    expect(windows.fullRoutes()).toEqual([])
  })

  it('send new mail behind what lies in the store, until a claim has seen all of it', () => {
    const windows = new RouteWindows(() => 1)
    windows.markSpilled(['a', 'b'])
    expect(windows.takesDirectly('a')).toBe(false)
    expect(windows.beginClaim(['b'])).toEqual(['a'])
    expect(windows.takesDirectly('a')).toBe(true)
    expect(windows.takesDirectly('b')).toBe(false)
  })

  it('space out what found no connection', () => {
    const windows = new RouteWindows(() => 1)
    const times = Array.from({ length: 4 }, () => windows.returnAt('mx', 10_000))
    expect(times).toEqual([12_000, 12_005, 12_010, 12_015])
    expect(windows.returnAt('other', 10_000)).toBe(12_000)
  })

  it('give out only what is asked for', () => {
    const windows = new RouteWindows(() => 0)
    windows.add(job('a', '01ABCDEFGHJ'))
    windows.add(job('a', '01ABCDEFGHK'))
    expect(windows.take(({ claim }) => claim.id === '01ABCDEFGHK')).toHaveLength(1)
    expect(windows.ahead('a', 5)).toHaveLength(1)
  })
})

describe('work of different haste', () => {
  const hasty = (id: string, priority: 'high' | 'normal' | 'low') => ({ ...job('provider', id), priority })

  it('starts by priority, and within one in the order it came', () => {
    const windows = new RouteWindows(() => 1_000)
    for (const [id, priority] of [
      ['low 1', 'low'],
      ['normal 1', 'normal'],
      ['high 1', 'high'],
      ['low 2', 'low'],
      ['high 2', 'high'],
      ['normal 2', 'normal'],
    ] as const)
      windows.add(hasty(id, priority))
    expect(startAll(windows).map(({ claim }) => claim.id)).toEqual([
      'high 1',
      'high 2',
      'normal 1',
      'normal 2',
      'low 1',
      'low 2',
    ])
  })

  it('takes a place while it is made ready', () => {
    let connections = 2
    const windows = new RouteWindows(() => connections)
    fill(windows, 'provider', 3)
    const prepared = windows.preparing(windows.next() as Job)
    expect(windows.next()).not.toBeNull()
    connections = 1
    expect(windows.next()).toBeNull()
    prepared()
    prepared()
    expect(windows.next()).not.toBeNull()
  })
})

describe('a route that is blocked', () => {
  it('starts nothing, and does not count as stalled', () => {
    let isBlocked = true
    const windows = new RouteWindows(
      () => 1_000,
      () => isBlocked,
    )
    fill(windows, 'provider', 2)
    expect(startAll(windows)).toEqual([])
    expect(windows.isStalled()).toBe(false)
    expect(windows.isDrained('provider')).toBe(false)
    isBlocked = false
    expect(startAll(windows)).toHaveLength(2)
  })
})
