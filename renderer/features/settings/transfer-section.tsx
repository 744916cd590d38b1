import { ExportConfiguration } from './export-configuration.tsx'
import { ImportConfiguration } from './import-configuration.tsx'

/** The whole configuration as a file, out and in. */
export function TransferSection() {
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto">
      <div className="flex max-w-xl flex-col gap-8 px-4 pb-6">
        <ExportConfiguration />
        <ImportConfiguration />
      </div>
    </div>
  )
}
