// `npm run electron`: says which Electron runs here, preparing it if need be. As JSON on stdout.

import { findElectron } from './find-runtime.ts'

const runtime = await findElectron((line) => console.error(line))
console.log(JSON.stringify(runtime, null, 2))
