import { FormGroup } from '../ui/form-group.tsx'
import { NumberField, TextField } from './fields.tsx'

/** How much a sender may hand in; empty fields limit nothing. */
export function SendingLimitsFields({ title = 'Limits', hint }: { title?: string; hint?: string }) {
  return (
    <FormGroup title={title} hint={hint}>
      <div className="grid grid-cols-2 gap-3">
        <NumberField name="limits.messagesPerHour" label="Messages in an hour" placeholder="no limit" />
        <NumberField name="limits.messagesPerDay" label="Messages in a day" placeholder="no limit" />
        <NumberField name="limits.recipientsPerHour" label="Recipients in an hour" placeholder="no limit" />
        <NumberField name="limits.recipientsPerDay" label="Recipients in a day" placeholder="no limit" />
        <TextField name="maxSize" label="Size of a message" placeholder="as the listener" />
      </div>
    </FormGroup>
  )
}
