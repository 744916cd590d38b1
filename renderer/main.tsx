import './app/zod-without-eval.ts'
import './styles.css'
import { start } from './app/start.tsx'
import { openBridge } from './bridge/open-bridge.ts'
import { openDesktop } from './desktop/open-desktop.ts'

void start(openBridge(window), openDesktop(window)).catch((error: unknown) =>
  console.error('The window could not start.', error),
)
