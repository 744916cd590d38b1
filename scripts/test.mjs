// `npm test`.

import { withNode24 } from './node-24.mjs'

await withNode24(import.meta.filename, () => import('./test/test.ts'))
