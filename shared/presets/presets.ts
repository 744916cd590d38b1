import { OWN_PRESETS } from './own-presets.ts'
import { type Preset, type PresetInput, presetSchema } from './preset.ts'
import { WELL_KNOWN_PRESETS } from './well-known-presets.ts'

/** Every provider, those that Mailroom knows more of first. */
export const PRESETS: readonly Preset[] = [...OWN_PRESETS, ...WELL_KNOWN_PRESETS].map((input: PresetInput) =>
  presetSchema.parse(input),
)

export function findPreset(id: string): Preset | null {
  return PRESETS.find((preset) => preset.id === id) ?? null
}
