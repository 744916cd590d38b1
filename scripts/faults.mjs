// `npm run test:faults`: tears at the built Mailroom for many rounds; `npm test` does a few of them.

import { withNode24 } from './node-24.mjs'

await withNode24(import.meta.filename, () => import('./test/faults.ts'))
