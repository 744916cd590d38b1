/**
 * Who offers commands: a panel what can be done in it just now, the window what can be done anywhere. A source is asked
 * when the palette opens, so that it costs nothing before.
 */
import { useEffect, useRef } from 'react'
import type { Command } from './command.ts'

export type CommandSource = () => readonly Command[]

const sources = new Set<CommandSource>()

/** Returns its disposer. */
function offerCommands(source: CommandSource): () => void {
  sources.add(source)
  return () => void sources.delete(source)
}

/** Offers them while the component is shown; the source sees what was rendered last. */
export function useCommands(source: CommandSource): void {
  // An effect event must not be called while something renders, and the palette asks when it first does.
  const latest = useRef(source)
  useEffect(() => {
    latest.current = source
  })
  useEffect(() => offerCommands(() => latest.current()), [])
}

/** Of two with the same id, the one that was offered last: a panel knows better than the window. */
export function collectCommands(): Command[] {
  const byId = new Map<string, Command>()
  for (const source of sources) for (const command of source()) byId.set(command.id, command)
  return [...byId.values()]
}

/** false where nobody offers it just now. */
export function runCommand(id: string): boolean {
  const found = collectCommands().find((command) => command.id === id)
  found?.run()
  return found !== undefined
}
