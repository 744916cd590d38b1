import { expect, test } from 'vitest'
import { replaceItem } from '../../../main/engine/config/collection-edits.ts'
import { type ConfigInput, configSchema } from '../../../shared/domain/config.ts'

const listener = { name: 'lan', port: 2525 }
const network = { name: 'copiers', addresses: ['10.0.0.1'], listeners: ['lan'] }
const match = { listeners: ['lan'], networks: ['copiers'] }
const rule = { name: 'all', match, except: match, action: { kind: 'route', route: 'sandbox' } }
const input = { listeners: [listener], networks: [network], rules: [rule] } as ConfigInput

test('a listener or network under a new name is followed by what names it, and by nothing else', () => {
  const config = configSchema.parse(input)
  const [oldListener, oldNetwork] = [config.listeners[0], config.networks[0]]
  if (!oldListener || !oldNetwork) throw new Error('the configuration is empty')
  const first = replaceItem(config, 'listeners', 'lan', { ...oldListener, name: 'office' })
  expect(first.networks[0]?.listeners).toEqual(['office'])
  expect(first.rules[0]).toMatchObject({
    match: { listeners: ['office'], networks: ['copiers'] },
    except: { listeners: ['office'], networks: ['copiers'] },
  })
  const second = replaceItem(first, 'networks', 'copiers', { ...oldNetwork, name: 'lan' })
  expect(second.rules[0]?.match).toMatchObject({ listeners: ['office'], networks: ['lan'] })
  expect(second.rules[0]?.except).toMatchObject({ networks: ['lan'] })
})
