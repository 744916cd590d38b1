// `npm run sbom`: writes dist/mailroom-<version>.cdx.json, the bill of materials of what out/ and the lock file make.

import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildIfOutdated, root } from '../build/build.ts'
import { type Bill, billOfMaterials } from './bill-of-materials.ts'
import { npmBill } from './npm-bill.ts'

await buildIfOutdated()
const licenses = await Promise.all(
  ['main', 'renderer'].map((bundle) => readFile(join(root, 'out', bundle, 'licenses.md'), 'utf8')),
)
const bill: Bill = billOfMaterials(await npmBill(root), licenses)
const path = join(root, 'dist', `mailroom-${bill.metadata.component.version}.cdx.json`)
await mkdir(join(root, 'dist'), { recursive: true })
await writeFile(path, `${JSON.stringify(bill, null, 2)}\n`)
console.log(`${path}: ${bill.components.length} packages`)
