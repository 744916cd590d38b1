import { ChoiceChips } from '../../forms/choice-chips.tsx'
import { TextField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { t } from '../../text/t.ts'
import { days } from './conditions.ts'

/** Times of day on some days of the week, by this computer's clock. */
export function TimeWindowsField({ name }: { name: string }) {
  return (
    <RowsField
      name={name}
      what={t('time')}
      addLabel={t('Add time')}
      blank={() => ({ days: [], from: '00:00', to: '24:00' })}
      row={(row) => (
        <>
          <ChoiceChips
            name={`${row}.days`}
            label={t('Days')}
            choices={days()}
            hint={t('None means every day.')}
          />
          <div className="grid grid-cols-2 gap-3">
            <TextField name={`${row}.from`} label={t('From')} placeholder="08:00" />
            <TextField name={`${row}.to`} label={t('To')} placeholder="18:00" />
          </div>
        </>
      )}
    />
  )
}
