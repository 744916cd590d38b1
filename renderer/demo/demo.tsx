/**
 * The window over an engine that lives in the page. Its own entry, so that no product build contains it:
 * `vite build --config renderer/demo/demo.config.ts`, then open index.html?messages=1000000 from a web server.
 */
import '../app/zod-without-eval.ts'
import '../styles.css'
import { start } from '../app/start.tsx'
import { createMemoryBridge } from '../bridge/memory/memory-bridge.ts'
import { playOfficeDay } from '../bridge/memory/play-office-day.ts'
import { playSessions } from '../bridge/memory/play-sessions.ts'
import { createMemoryDesktop } from '../desktop/memory-desktop.ts'
import { PSEUDO, speak } from '../text/language.ts'

const wishes = new URLSearchParams(location.search)
const messages = Number(wishes.get('messages') ?? 140)
const bridge = createMemoryBridge({ messages })
if (wishes.has('live')) playOfficeDay(bridge.engine)
// Session events a second: sessions=2000.
if (wishes.has('sessions')) playSessions(bridge.engine, Number(wishes.get('sessions')))
// For pictures of states that the invented office does not reach by itself.
Object.assign(globalThis, { demonstration: bridge.engine })
// Accented and longer than any language will be.
if (wishes.get('lang') === PSEUDO.code) speak(PSEUDO)
const theme = wishes.get('theme')
if (theme) localStorage.setItem('mailroom.theme', theme)
if (wishes.has('lost'))
  setTimeout(() => bridge.become({ kind: 'reconnecting', attempt: 2, reason: 'Demonstration' }), 300)
if (wishes.has('signed-out')) bridge.become({ kind: 'signed-out' })

const desktop = createMemoryDesktop()
Object.assign(globalThis, { demonstrationDesktop: desktop })

void start(Promise.resolve(bridge), Promise.resolve(wishes.has('desktop') ? desktop.client : null)).catch(
  (error: unknown) => console.error('The demonstration could not start.', error),
)
