import { useState } from 'react'
import { counted } from '../../format/quantity.ts'
import { t } from '../../text/t.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { LoadingBar } from '../../ui/loading-bar.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { useLicenses } from './use-licenses.ts'

/** The software that is built in, each with its notice. */
export function LicenseList({ shown }: { shown: boolean }) {
  const licenses = useLicenses(shown)
  const [search, setSearch] = useState('')
  if (licenses.isError)
    return (
      <p className="text-quiet">
        {t('The notices cannot be read here. They lie beside the program, in licenses.md.')}
      </p>
    )
  if (!licenses.data) return <LoadingBar label={t('Reading the licences')} />
  const words = search.trim().toLowerCase()
  const found = licenses.data.filter(({ name, license }) =>
    `${name} ${license}`.toLowerCase().includes(words),
  )
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <p className="text-12 text-quiet" role="status">
          {counted(found.length, 'package')}
        </p>
        <SearchBox
          label={t('Search packages and licences')}
          placeholder={t('Search')}
          value={search}
          onChange={setSearch}
          className="w-56"
        />
      </div>
      <ul className="max-h-56 overflow-y-auto rounded border border-line">
        {found.map(({ name, license, text }) => (
          <li key={name} className="border-line border-b px-3 py-1.5 last:border-b-0">
            <Disclosure inner title={name} hint={license}>
              <pre className="max-h-40 overflow-auto font-mono text-12 whitespace-pre-wrap text-quiet">
                {text}
              </pre>
            </Disclosure>
          </li>
        ))}
      </ul>
    </div>
  )
}
