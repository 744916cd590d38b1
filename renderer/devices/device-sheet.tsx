import { Printer } from 'lucide-react'
import type { DeviceTls, DeviceType } from '../../shared/devices/device-type.ts'
import type { DevicePlan } from '../../shared/devices/plan-device.ts'
import { snippet } from '../../shared/devices/snippets.ts'
import { t } from '../text/t.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Section } from '../ui/section.tsx'

export interface DeviceSheetProps {
  name: string
  type: DeviceType
  tls: DeviceTls
  values: DevicePlan['values']
  notes: readonly string[]
  /** Shown once, when it was made; null: it is not known any more, or none is needed. */
  password: string | null
  ownCertificate: boolean
}

/** The exact values for a device's panel: to copy, and to print on one page. */
export function DeviceSheet({ name, type, tls, values, notes, password, ownCertificate }: DeviceSheetProps) {
  const textOf = (field: string) => values.find((each) => each.field === field)?.value ?? null
  const snippets = type.snippets.map((kind) =>
    snippet(kind, {
      server: textOf('server') ?? '',
      port: Number(textOf('port') ?? 0),
      tls,
      username: textOf('username'),
      password,
      sender: textOf('sender') ?? '',
      ownCertificate,
    }),
  )
  return (
    <section
      aria-label={t('Sheet for {name}', { name })}
      data-print-sheet
      className="flex min-w-0 flex-col gap-5"
    >
      <header className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-15 font-semibold break-words" dir="auto">
            {name}
          </h2>
          <p className="text-quiet">{type.name}</p>
        </div>
        <Button data-print-hidden icon={<Printer size={13} />} onClick={() => window.print()}>
          {t('Print')}
        </Button>
      </header>
      <p className="max-w-[90ch]">
        <span className="font-medium">{t('Where, usually:')}</span> {type.where}
      </p>
      <Values values={values} password={password} />
      {snippets.map(({ title, text }) => (
        <Section
          key={title}
          title={title}
          aside={<CopyButton text={text} label={t('Copy the lines for {title}', { title })} />}
        >
          <pre className="break-all whitespace-pre-wrap rounded border border-line bg-sunken p-3 font-mono text-12 select-text">
            {text}
          </pre>
        </Section>
      ))}
      {notes.length > 0 && (
        <Section title={t('Worth knowing')}>
          <ul className="flex max-w-[90ch] list-disc flex-col gap-1 pl-4 text-quiet">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
    </section>
  )
}

function Values({ values, password }: Pick<DeviceSheetProps, 'values' | 'password'>) {
  return (
    <table
      className="w-full table-fixed border-line border-y"
      aria-label={t('Values to type into the device')}
    >
      <tbody>
        {values.map(({ field, label, value }) => {
          const text = field === 'password' ? password : value
          return (
            <tr key={field} className="border-line border-t first:border-t-0">
              <th scope="row" className="w-2/5 py-1.5 pr-3 text-left font-normal break-words text-quiet">
                {label}
              </th>
              <td className="py-1 font-mono break-all select-text">
                {text ?? <span className="font-sans text-quiet">{t('as it was given to you')}</span>}
              </td>
              <td className="w-9 text-right" data-print-hidden>
                {text !== null && <CopyButton text={text} label={t('Copy {label}', { label })} />}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
