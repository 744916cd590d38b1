import { t } from '../text/t.ts'

export const MAIN_ID = 'main'

/** The first stop of the Tab key: past all panels, to what is shown. Only seen while it has the focus. */
export function SkipLink() {
  return (
    <button
      type="button"
      // Not by an address: what stands after "#" says which panel is shown.
      onClick={() => document.getElementById(MAIN_ID)?.focus()}
      className="sr-only focus-visible:not-sr-only focus-visible:absolute focus-visible:top-2.5 focus-visible:left-2 focus-visible:z-30 focus-visible:flex focus-visible:h-8 focus-visible:w-48 focus-visible:items-center focus-visible:rounded focus-visible:bg-raised focus-visible:px-2.5 focus-visible:font-medium focus-visible:shadow-float"
    >
      {t('Skip to the panel')}
    </button>
  )
}
