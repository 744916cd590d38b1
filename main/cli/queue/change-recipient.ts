import type { Client } from '../../../shared/contract/contract.ts'
import { CommandFailure, EXIT } from '../exit-codes.ts'
import { printLine } from '../output.ts'

/** @param old address or number of a recipient of the message */
export async function changeRecipient(
  client: Client,
  id: string,
  old: string,
  address: string,
): Promise<undefined> {
  const { recipients } = await client.queue.get({ id })
  const found = recipients.find(
    (one) => one.address.toLowerCase() === old.toLowerCase() || String(one.number) === old,
  )
  if (!found) {
    const addresses = recipients.map((one) => `${one.number} ${one.address}`).join(', ')
    throw new CommandFailure(EXIT.failed, `Message ${id} has no recipient "${old}". It has: ${addresses}.`)
  }
  await client.queue.changeRecipient({ id, number: found.number, address })
  printLine(`${found.address} is now ${address}.`)
  return undefined
}
