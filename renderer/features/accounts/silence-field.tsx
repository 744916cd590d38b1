import { TextField } from '../../forms/fields.tsx'
import { t } from '../../text/t.ts'

/** A device that should report daily and does not is broken, or thinks that it reported. */
export function SilenceField() {
  return (
    <TextField
      name="silentAfter"
      label={t('Tell me when it is silent for')}
      placeholder={t('never')}
      hint={t('Such as 2d or 12h: the Overview then says so. Empty: silence is fine.')}
    />
  )
}
