import { expect, test } from 'vitest'
import { browsableAddress } from '../../../main/engine/oauth/browsable-address.ts'

test.each(['https://login.provider.test/authorize?state=1', 'http://127.0.0.1:8080/auth'])(
  '%s is opened',
  (address) => {
    expect(browsableAddress(address, 'The provider')).toBe(address)
  },
)

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'file:///etc/passwd',
  'ms-settings:network',
  'http://login.provider.test/',
  'not an address',
])('%s is not', (address) => {
  expect(() => browsableAddress(address, 'The provider')).toThrow('is no web address with TLS')
})
