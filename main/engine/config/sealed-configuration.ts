/** The whole configuration with its secrets, sealed with a passphrase. */
import { z } from 'zod'
import type { Config } from '../../../shared/domain/config.ts'
import { EngineError, invalid } from '../engine-error.ts'
import type { AccountStore } from './account-store.ts'
import type { ConfigStore } from './config-store.ts'
import { exportConfiguration, importConfiguration } from './import-configuration.ts'
import { decryptWithPassphrase, encryptWithPassphrase } from './passphrase-jwe.ts'
import { revealSecrets } from './reveal-secrets.ts'

const sealedSchema = z.object({ format: z.literal('mailroom-sealed-configuration/1'), jwe: z.string() })

export interface SealedConfiguration extends z.infer<typeof sealedSchema> {
  readonly createdAt: string
}

/** Throws EngineError CONFLICT where a secret cannot be opened: the folder came here without its key. */
export async function exportSealed(
  store: ConfigStore,
  accounts: AccountStore,
  passphrase: string,
  now: number,
): Promise<SealedConfiguration> {
  const bare = exportConfiguration(store, accounts)
  const [config, list] = await Promise.all([
    revealSecrets(bare, (name) => store.secret(name)),
    withPasswords(bare.accounts, accounts),
  ]).catch((cause: unknown) => {
    throw new EngineError(
      'CONFLICT',
      `The secrets cannot be exported, because not all of them can be opened here. ${(cause as Error).message}`,
    )
  })
  const whole = { ...config, accounts: list }
  const jwe = await encryptWithPassphrase(JSON.stringify(whole), passphrase)
  return { format: 'mailroom-sealed-configuration/1', createdAt: new Date(now).toISOString(), jwe }
}

/** CRAM-MD5 needs the password itself; everybody else's stays a hash. */
function withPasswords(list: Config['accounts'], accounts: AccountStore): Promise<Config['accounts']> {
  return Promise.all(
    list.map(async (account) => {
      const password = account.cramMd5 ? await accounts.recoverPassword(account.username) : null
      return password === null ? account : { ...account, password }
    }),
  )
}

/** Throws EngineError INVALID: no such document, another passphrase, or a configuration that is not accepted. */
export async function importSealed(
  store: ConfigStore,
  accounts: AccountStore,
  { document, passphrase }: { readonly document: unknown; readonly passphrase: string },
  actor: string,
): Promise<void> {
  const config = await openSealed(document, passphrase)
  await importConfiguration(store, accounts, config, actor)
}

async function openSealed(document: unknown, passphrase: string): Promise<unknown> {
  const sealed = sealedSchema.safeParse(document)
  if (!sealed.success)
    throw invalid([
      {
        path: ['document'],
        message: 'This is no sealed configuration: choose a file that “Export with secrets” has written.',
      },
    ])
  try {
    return JSON.parse(await decryptWithPassphrase(sealed.data.jwe, passphrase))
  } catch {
    throw invalid([
      { path: ['passphrase'], message: 'The passphrase does not open this file, or the file is damaged.' },
    ])
  }
}
