// `npm run sbom`.

import { withNode24 } from './node-24.mjs'

await withNode24(import.meta.filename, () => import('./release/write-bill.ts'))
