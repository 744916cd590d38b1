import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { t } from '../../text/t.ts'
import { takeFiles } from './take-file.ts'

/** A message file may be dropped anywhere on the window; while it hovers, the window says so. */
export function FileDrop() {
  const [hovers, setHovers] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
      setHovers(true)
    }
    const leave = (event: DragEvent) => {
      // Between elements of the page there is a related one; at the edge of the window there is none.
      if (event.relatedTarget === null) setHovers(false)
    }
    const drop = (event: DragEvent) => {
      setHovers(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      takeFiles([...(event.dataTransfer?.files ?? [])])
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [])
  if (!hovers) return null
  return (
    <div className="pointer-events-none fixed inset-0 z-50 flex animate-appear items-center justify-center bg-scrim">
      <div className="flex flex-col items-center gap-3 rounded border border-accent border-dashed bg-raised px-12 py-8 shadow-float">
        <FileDown size={24} aria-hidden="true" className="text-accent" />
        <p className="text-15 font-semibold">{t('Drop a message to read it')}</p>
        <p className="text-quiet">{t('A file that ends in .eml. Nothing is sent.')}</p>
      </div>
    </div>
  )
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}
