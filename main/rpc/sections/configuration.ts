import {
  exportConfiguration,
  findConfigurationIssues,
  importConfiguration,
} from '../../engine/config/import-configuration.ts'
import { exportSealed, importSealed } from '../../engine/config/sealed-configuration.ts'
import { implementer } from '../implementer.ts'

const api = implementer.configuration

export const configuration = api.router({
  preview: api.preview.handler(async ({ context, input }) => ({
    effects: await context.engine.previewChange(input.change),
  })),
  exportSealed: api.exportSealed.handler(async ({ context: { engine, actor }, input }) => {
    const { config, accounts } = engine
    const document = await exportSealed(config, accounts, input.passphrase, engine.now())
    const action = 'configuration exported with secrets'
    await engine.storage.addAudit({ at: engine.now(), actor, action, detail: {} })
    return { document }
  }),
  importSealed: api.importSealed.handler(async ({ context: { engine, actor }, input }) => {
    await importSealed(engine.config, engine.accounts, input, actor)
    return {}
  }),
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
