import './styles.css'
import { start } from './app/start.tsx'
import { openBridge } from './bridge/open-bridge.ts'

void start(openBridge(window)).catch((error: unknown) => console.error('The window could not start.', error))
