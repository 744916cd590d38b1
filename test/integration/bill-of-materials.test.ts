// What a release says it is made of, against what the build says went into it.

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readLicenses } from '../../renderer/app/about/read-licenses.ts'
import { type Bill, billOfMaterials, packagesOf } from '../../scripts/release/bill-of-materials.ts'
import { npmBill } from '../../scripts/release/npm-bill.ts'

const ROOT = join(import.meta.dirname, '../..')
const FILES = ['out/main/licenses.md', 'out/renderer/licenses.md'].map((file) => join(ROOT, file))
const isBuilt = FILES.every((file) => existsSync(file))
/** Their authors publish them without one; their licence is named. */
const WITHOUT_NOTICE = ['lazy-val']
/** Its native code is in no bundle; the package brings its notice along. */
const NATIVE = 'better-sqlite3'

describe.skipIf(!isBuilt)(isBuilt ? 'of the build' : 'skipped: nothing was built, npm run build', () => {
  let bill: Bill
  let licenses: string[]
  let lock: { packages: Record<string, { dev?: boolean; version?: string; integrity?: string }> }
  let manifest: { version: string; dependencies: Record<string, string> }

  beforeAll(async () => {
    licenses = await Promise.all(FILES.map((file) => readFile(file, 'utf8')))
    bill = billOfMaterials(await npmBill(ROOT), licenses)
    lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8'))
    manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  })

  const listed = () => new Set(bill.components.map(({ name, version }) => `${name}@${version}`))

  test('lists each production package of the lock file, each package in a bundle, and Electron', () => {
    const production = Object.entries(lock.packages)
      .filter(([path, { dev }]) => path !== '' && !dev)
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`)
    const bundled = licenses.flatMap(packagesOf)
    expect(production.length).toBeGreaterThan(100)
    expect(bundled.length).toBeGreaterThan(100)
    expect([...production, ...bundled].filter((one) => !listed().has(one))).toEqual([])
    expect(bill.components.some(({ name }) => name === 'electron')).toBe(true)
  })

  test('lists nothing that only builds and tests', () => {
    const names = bill.components.map(({ name }) => name)
    expect(
      names.filter((name) => /^(vite|vitest|typescript|playwright|electron-builder)$/.test(name)),
    ).toEqual([])
  })

  test('is CycloneDX: each component with its version, address, hash and licence, each reference known', () => {
    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      serialNumber: expect.stringMatching(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      metadata: { component: { name: 'mailroom', type: 'application', version: manifest.version } },
    })
    for (const component of bill.components)
      expect(component).toMatchObject({
        type: 'library',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        purl: expect.stringMatching(/^pkg:npm\/.+@\d/),
        hashes: [{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }],
        licenses: [expect.anything()],
      })
    const refs = [bill.metadata.component, ...bill.components].map((component) => component['bom-ref'])
    expect(new Set(refs).size).toBe(refs.length)
    const told = bill.dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
    expect(told.filter((ref) => !refs.includes(ref))).toEqual([])
  })

  test('each package in a bundle has its notice in About, and each direct dependency is among them', () => {
    const notices = readLicenses(licenses.join('\n\n'))
    expect(notices.filter(({ license }) => license === '')).toEqual([])
    const without = notices.filter(({ text }) => text === '').map(({ name }) => name.split(' ')[0])
    expect(without).toEqual(WITHOUT_NOTICE)
    const names = new Set(notices.map(({ name }) => name.split(' ')[0]))
    expect(Object.keys(manifest.dependencies).filter((name) => !names.has(name) && name !== NATIVE)).toEqual(
      [],
    )
  })
})
