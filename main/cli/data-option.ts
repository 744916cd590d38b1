import { resolve } from 'node:path'
import type { Command } from 'commander'
import { defaultDataFolder } from '../engine-host/data-folder.ts'

export interface DataOptions {
  readonly data?: string
}

export function addDataOption(command: Command): Command {
  return command.option('--data <folder>', `data folder (default: ${defaultDataFolder()})`)
}

export function folderOf({ data }: DataOptions): string {
  return resolve(data ?? defaultDataFolder())
}
