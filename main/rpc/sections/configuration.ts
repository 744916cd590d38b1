import {
  exportConfiguration,
  findConfigurationIssues,
  importConfiguration,
} from '../../engine/config/import-configuration.ts'
import { implementer } from '../implementer.ts'
import { notThereYet } from '../not-there-yet.ts'

const api = implementer.configuration

export const configuration = api.router({
  preview: api.preview.handler(notThereYet),
  exportSealed: api.exportSealed.handler(notThereYet),
  importSealed: api.importSealed.handler(notThereYet),
  export: api.export.handler(({ context: { engine } }) =>
    exportConfiguration(engine.config, engine.accounts),
  ),
  check: api.check.handler(async ({ context, input }) => ({
    issues: await findConfigurationIssues(context.engine.config, input),
  })),
  import: api.import.handler(async ({ context: { engine, actor }, input }) => {
    await importConfiguration(engine.config, engine.accounts, input, actor)
    return {}
  }),
})
