/** DNS that is down, slow or lying: mail waits, none goes astray or bounces, routes that need no DNS go on. */
import { expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { ScriptedSmtpPeer } from '../support/scripted-smtp-peer.ts'
import { sendMail } from '../support/send-mail.ts'
import { waitFor } from '../support/wait-for.ts'
import { faultRounds } from './support/fault-rounds.ts'
import { whyNoFurtherLoopback } from './support/loopback-addresses.ts'
import { LIES, type Lie, LyingDns } from './support/lying-dns.ts'
import { TornMailroom } from './support/torn-mailroom.ts'

/** Messages to each domain. */
const MESSAGES = faultRounds({ short: 2, long: 60 })
const TRUTH = '127.0.0.3'
const EVIL = '127.0.0.66'

/** What stands in the queue; null: it is delivered all the same. */
const NO_ANSWER = /no DNS server gave an answer that can be used/
const WORDS: Readonly<Record<Lie, RegExp | null>> = {
  silent: NO_ANSWER,
  servfail: /SERVFAIL/,
  refused: /REFUSED/,
  garbage: NO_ANSWER,
  'pointer-loop': NO_ANSWER,
  'other-id': NO_ANSWER,
  'other-question': NO_ANSWER,
  'other-port': NO_ANSWER,
  'cut-short': /DNS could not say which host takes mail for cut-short\.test/,
  'late-truth': null,
  'many-hosts': /DNS could not say|looked up/,
}

// The address that is true and the one that a lie names have to be two, neither that of the routes without DNS.
const oneAddress = await whyNoFurtherLoopback()
if (oneAddress !== null) console.log(`Lies of DNS are not tried: ${oneAddress}.`)

test.skipIf(oneAddress !== null)(
  'DNS down, then lying in every way it can, then well: nothing lost, nothing bounced, nothing to a false address',
  async () => {
    const hop = await ScriptedSmtpPeer.start({ host: TRUTH })
    const evil = await ScriptedSmtpPeer.start({ host: EVIL, port: hop.port })
    const plain = await ScriptedSmtpPeer.start()
    const dnsPort = await freePort()
    const mailroom = await TornMailroom.start({
      config: {
        dns: { servers: [`127.0.0.1:${dnsPort}`] },
        retry: { schedule: ['1d'] },
        routes: [
          { name: 'mx', kind: 'mx', port: hop.port, tls: 'never', mtaSts: false, dane: false },
          { name: 'plain', kind: 'smarthost', host: '127.0.0.1', port: plain.port, tls: 'never' },
        ],
        rules: [
          {
            name: 'plain',
            match: { recipientDomains: ['plain.test'] },
            action: { kind: 'route', route: 'plain' },
          },
          { name: 'rest', action: { kind: 'route', route: 'mx' } },
        ],
      },
    })
    const send = async (domain: string) => {
      for (let number = 1; number <= MESSAGES; number++)
        await sendMail(mailroom.port, { to: `r${number}@${domain}.test` })
    }

    await send('down')
    await deferredWith(mailroom, 'down', /no DNS server can be reached/)

    const dns = await LyingDns.start({ port: dnsPort, truth: TRUTH, lie: EVIL })
    for (const lie of LIES) await send(lie)
    await send('plain')
    await send('honest')
    await waitFor('the route without DNS', () => plain.messages.length === MESSAGES)
    await waitFor('the honest domain', () => arrivals(hop, 'honest') === MESSAGES, 60_000)
    for (const lie of LIES) {
      const words = WORDS[lie]
      if (words === null) await waitFor(lie, () => arrivals(hop, lie) === MESSAGES, 60_000)
      else await deferredWith(mailroom, lie, words)
    }

    dns.lying = false
    await mailroom.settle()
    expect(LIES.map((lie) => [lie, arrivals(hop, lie)])).toEqual(LIES.map((lie) => [lie, MESSAGES]))
    expect(arrivals(hop, 'down')).toBe(MESSAGES)
    // No report went out either: nothing bounced.
    expect(hop.messages).toHaveLength(MESSAGES * (LIES.length + 2))
    expect(evil.connections).toBe(0)
  },
)

async function deferredWith(mailroom: TornMailroom, domain: string, words: RegExp): Promise<void> {
  let seen = ''
  const met = async () => {
    const messages = await mailroom.messagesTo(`*@${domain}.test`)
    const recipients = messages.flatMap((message) => message.recipients)
    seen = JSON.stringify(recipients[0]?.lastReply ?? recipients[0]?.state)
    return (
      recipients.length === MESSAGES &&
      recipients.every(({ state, lastReply }) => state === 'deferred' && words.test(lastReply?.text ?? ''))
    )
  }
  await waitFor(`mail to ${domain}.test to wait`, met, 60_000).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${seen}`)
  })
}

function arrivals(hop: ScriptedSmtpPeer, domain: string): number {
  return hop.messages.filter(({ rcpts }) => rcpts[0]?.includes(`@${domain}.test>`)).length
}
