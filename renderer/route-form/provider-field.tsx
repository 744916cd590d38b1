import { ExternalLink } from 'lucide-react'
import { useId } from 'react'
import { OWN_PRESETS } from '../../shared/presets/own-presets.ts'
import type { Preset } from '../../shared/presets/preset.ts'
import { PRESETS } from '../../shared/presets/presets.ts'
import { FieldFrame } from '../forms/field-frame.tsx'
import { Select } from '../forms/select.tsx'
import { t } from '../text/t.ts'
import { Notice } from '../ui/notice.tsx'

const OWN = new Set(OWN_PRESETS.map(({ id }) => id))

/** Which provider a new smart host is: fills the fields below, which stay open to change. */
export function ProviderField({
  preset,
  onPick,
}: {
  preset: Preset | null
  onPick: (preset: Preset | null) => void
}) {
  const id = useId()
  const options = (own: boolean) =>
    PRESETS.filter((each) => OWN.has(each.id) === own).map((each) => (
      <option key={each.id} value={each.id}>
        {each.name}
      </option>
    ))
  return (
    <>
      <FieldFrame
        id={id}
        label={t('Provider')}
        hint={t('Fills in server, sign-in and pace; everything can be changed.')}
        error={null}
      >
        <Select
          id={id}
          value={preset?.id ?? ''}
          onChange={({ target }) => onPick(PRESETS.find((each) => each.id === target.value) ?? null)}
        >
          <option value="">{t('Another server')}</option>
          <optgroup label={t('Known well')}>{options(true)}</optgroup>
          <optgroup label={t('More')}>{options(false)}</optgroup>
        </Select>
      </FieldFrame>
      {preset && <PresetNotes preset={preset} />}
    </>
  )
}

/** What is worth knowing of the provider, and where it says more. */
function PresetNotes({ preset }: { preset: Preset }) {
  if (preset.notes.length === 0 && !preset.help) return null
  return (
    <Notice tone="plain">
      <ul className="flex list-disc flex-col gap-1 pl-4 text-12">
        {preset.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      {preset.help && (
        <a
          href={preset.help}
          target="_blank"
          rel="noreferrer"
          className="flex items-center gap-1 self-start text-12 text-accent hover:underline"
        >
          {t('What {name} says', { name: preset.name })} <ExternalLink size={11} aria-hidden="true" />
        </a>
      )}
    </Notice>
  )
}
