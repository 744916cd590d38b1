/**
 * The bill of materials of a release, in CycloneDX: what is shipped, not what it was built with. npm knows of each
 * package by the lock file, with licence and hash; which of the development packages went into a bundle, the build says
 * in its licences. Electron comes beside them. Pure.
 */

export interface Component {
  readonly 'bom-ref': string
  readonly name: string
  readonly version: string
  readonly scope?: string
  readonly properties?: ReadonlyArray<{ readonly name: string; readonly value: string }>
  readonly [field: string]: unknown
}

export interface Bill {
  readonly metadata: { readonly component: Component; readonly [field: string]: unknown }
  readonly components: readonly Component[]
  readonly dependencies: ReadonlyArray<{ readonly ref: string; readonly dependsOn: readonly string[] }>
  readonly [field: string]: unknown
}

/** `everything` is npm's bill of all that is installed; `licenses` are the texts of licenses.md beside the bundles. */
export function billOfMaterials(everything: Bill, licenses: readonly string[]): Bill {
  const bundled = new Set(licenses.flatMap(packagesOf))
  const program = everything.metadata.component
  const shipped = everything.components.filter(
    ({ name, version, scope }) =>
      scope === 'required' || name === 'electron' || bundled.has(`${name}@${version}`),
  )
  const refs = new Set([program['bom-ref'], ...shipped.map((component) => component['bom-ref'])])
  return {
    ...everything,
    metadata: {
      ...everything.metadata,
      lifecycles: [{ phase: 'build' }],
      // npm calls it after the folder.
      component: { ...program, name: 'mailroom', type: 'application' },
    },
    components: shipped.map(asShipped),
    dependencies: everything.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  }
}

/** "name@version" of each heading of licenses.md. */
export function packagesOf(licenses: string): string[] {
  return [...licenses.matchAll(/^## (\S+) - (\S+) \(/gm)].map(([, name, version]) => `${name}@${version}`)
}

function asShipped({ properties = [], ...component }: Component): Component {
  const kept = properties.filter(({ name }) => name !== 'cdx:npm:package:development')
  return { ...component, scope: 'required', ...(kept.length > 0 && { properties: kept }) }
}
