/** The notices that the builds write (licenses.md), package by package. Pure. */
export interface PackageLicense {
  /** "@orpc/client 1.16.1" */
  readonly name: string
  /** As the package says: "MIT". */
  readonly license: string
  readonly text: string
}

/** A bundle begins; a notice may have headings of its own. */
const BEGINS = '# Licenses'
const HEAD = /^## (.+?) - (\S+) \((.+)\)$/

/** Of a package that is in both bundles, one; by name. */
export function readLicenses(markdown: string): PackageLicense[] {
  const found = new Map<string, PackageLicense>()
  let name = ''
  let license = ''
  let lines: string[] = []
  const close = () => {
    if (name !== '') found.set(name, { name, license, text: lines.join('\n').trim() })
    lines = []
  }
  for (const line of markdown.split('\n')) {
    const head = HEAD.exec(line)
    if (head) {
      close()
      name = `${head[1]} ${head[2]}`
      license = head[3] ?? ''
    } else if (line === BEGINS) {
      close()
      name = ''
    } else lines.push(line)
  }
  close()
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
