import { useQuery } from '@tanstack/react-query'
import { useDesktop } from '../../desktop/desktop.ts'
import { type PackageLicense, readLicenses } from './read-licenses.ts'

/** The desktop reads those of all its bundles; a console has only its own page's beside it. */
export function useLicenses(shown: boolean) {
  const desktop = useDesktop((state) => state.client)
  return useQuery({
    queryKey: ['licenses', desktop !== null],
    enabled: shown,
    retry: false,
    queryFn: async (): Promise<readonly PackageLicense[]> => {
      if (desktop) return readLicenses((await desktop.licenses()).text)
      const response = await fetch('licenses.md')
      if (!response.ok) throw new Error(`licenses.md: ${response.status}`)
      return readLicenses(await response.text())
    },
  })
}
