/** What the schema cannot see in DKIM keys: names that clash, keys that are none. Pure. */
import type { FieldIssue } from '../../../shared/contract/errors.ts'
import type { DkimKey } from '../../../shared/domain/dkim.ts'
import { algorithmOfPublicKey, openPrivateKey } from '../content/dkim-key-pair.ts'

export function checkDkimKeys(keys: readonly DkimKey[]): FieldIssue[] {
  return keys.flatMap((key, index) =>
    [...nameIssues(keys, index), ...keyIssues(key)].map((issue) => ({
      ...issue,
      path: ['dkim', index, ...issue.path],
    })),
  )
}

function nameIssues(keys: readonly DkimKey[], index: number): FieldIssue[] {
  const nameOf = (key: DkimKey | undefined) => `${key?.selector}._domainkey.${key?.domain}`.toLowerCase()
  const name = nameOf(keys[index])
  if (keys.findIndex((key) => nameOf(key) === name) === index) return []
  return [{ path: ['selector'], message: `There is another key at ${name}: choose another selector.` }]
}

function keyIssues({ privateKey, publicKey, algorithm }: DkimKey): FieldIssue[] {
  const path = [publicKey === '' || privateKey !== undefined ? 'privateKey' : 'publicKey']
  const actual =
    privateKey === undefined
      ? algorithmOfPublicKey(publicKey)
      : (openPrivateKey(privateKey)?.algorithm ?? null)
  if (actual === algorithm) return []
  if (actual !== null) return [{ path, message: `This is a key of ${actual}, not of ${algorithm}.` }]
  return [
    {
      path,
      message:
        'This is no key that signs mail: give an RSA key of 2048 to 4096 bits or an Ed25519 key, as PEM without a password.',
    },
  ]
}
