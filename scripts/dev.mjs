// `npm run dev`.

import { withNode24 } from './node-24.mjs'

await withNode24(import.meta.filename, () => import('./dev.ts'))
