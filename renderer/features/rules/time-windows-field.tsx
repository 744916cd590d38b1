import { ChoiceChips } from '../../forms/choice-chips.tsx'
import { TextField } from '../../forms/fields.tsx'
import { RowsField } from '../../forms/rows-field.tsx'
import { DAYS } from './conditions.ts'

/** Times of day on some days of the week, by this computer's clock. */
export function TimeWindowsField({ name }: { name: string }) {
  return (
    <RowsField
      name={name}
      what="time"
      addLabel="Add time"
      blank={() => ({ days: [], from: '00:00', to: '24:00' })}
      row={(row) => (
        <>
          <ChoiceChips name={`${row}.days`} label="Days" choices={DAYS} hint="None means every day." />
          <div className="grid grid-cols-2 gap-3">
            <TextField name={`${row}.from`} label="From" placeholder="08:00" />
            <TextField name={`${row}.to`} label="To" placeholder="18:00" />
          </div>
        </>
      )}
    />
  )
}
