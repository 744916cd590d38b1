// `npm run pack`.

import { withNode24 } from './node-24.mjs'

await withNode24(import.meta.filename, () => import('./pack.ts'))
