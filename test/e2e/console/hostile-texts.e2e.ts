/** Strangers, a next hop and names that want to run: every panel of the console shows what they say, and nothing else happens. */
import { createServer } from 'node:net'
import { expect, type Page, test } from '@playwright/test'
import { freePort } from '../../support/free-port.ts'
import { MailroomProcess } from '../../support/mailroom-process.ts'
import { openTrap } from '../support/hostile-mail.ts'
import { goTo } from '../support/office-day.ts'
import { openConsole } from '../support/open-console.ts'
import { openSite } from '../support/site.ts'
import { openTalkingClient } from '../support/talking-client.ts'
import { watchPolicy } from '../support/watch-policy.ts'

const MARKS = '\u202e\u200b{0}{count, plural, one {#}}'
/** A user name has neither spaces nor colons. */
const MARKUP = '"><img/src=x/onerror=pwned=1>'

test('markup, marks and braces of strangers, next hops and names stay letters in every panel', async ({
  browser,
}) => {
  const trap = await openTrap()
  const hostile = `${MARKUP}<img src="${trap.url}/x" onerror="pwned=1"><script>pwned=1</script>${MARKS}`
  const peerPort = await freePort()
  const peer = openRefusingPeer(peerPort, hostile)
  const site = await openSite({
    config: () => ({
      networks: [{ name: `Copiers ${MARKUP}{0}`, addresses: ['127.0.0.1'] }],
      routes: [{ kind: 'smarthost', name: 'provider', host: '127.0.0.1', port: peerPort, tls: 'never' }],
      rules: [{ name: `All ${MARKUP}{0}`, match: {}, action: { kind: 'route', route: 'provider' } }],
    }),
    async prepare(mailroom) {
      const username = `scanner${MARKUP}{0}`
      await mailroom.call('POST', '/accounts', {
        username,
        disabled: false,
        cramMd5: false,
        allowedSenders: ['*'],
      })
    },
  })
  const mailroom = await MailroomProcess.start({ data: site.data })
  try {
    const page = await openConsole(browser, mailroom)
    const happened: string[] = []
    page.on('dialog', (dialog) => {
      happened.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('popup', (popup) => happened.push(popup.url()))
    page.on('pageerror', (error) => happened.push(error.message))
    const policy = watchPolicy(page)

    await goTo(page, 'Sessions')
    const client = await openTalkingClient(site.listenerPort)
    await client.say(`EHLO ${hostile}`)
    await client.say('EHLO copier.office.test')
    await client.say(`MAIL FROM:<${hostile}>`)
    await site.submit({ subject: `Scan ${hostile}` })
    client.hangUp()

    for (const [panel, text] of [
      ['Sessions', null],
      ['Overview', null],
      ['Relay rules', `All ${MARKUP}{0}`],
      ['Accounts', `scanner${MARKUP}{0}`],
    ] as const) {
      await goTo(page, panel)
      if (text !== null) await page.getByText(text).first().click()
      await expectLetters(page)
    }
    await goTo(page, 'Queue')
    await page.getByText(`Scan ${MARKUP}`).first().click()
    for (const tab of ['Journey', 'Message', 'Headers', 'Source']) {
      await page.getByRole('tab', { name: tab }).click()
      await expectLetters(page)
    }
    await goTo(page, 'Sessions')
    for (const row of await page.getByRole('grid', { name: 'Sessions' }).getByRole('row').all()) {
      await row.click()
      await expectLetters(page)
    }
    await expect(page.getByText(MARKUP).first()).toBeVisible()
    expect(happened).toEqual([])
    expect(trap.hits).toEqual([])
    await policy.expectNothingStopped()
  } finally {
    await mailroom.stop()
    await site.close()
    peer.close()
    await trap.close()
  }
})

async function expectLetters(page: Page): Promise<void> {
  await expect(page.getByText('could not be shown')).toHaveCount(0)
  const state = await page.evaluate(() => ({
    pwned: (globalThis as { pwned?: unknown }).pwned ?? null,
    made: document.querySelectorAll('img[src="x"], [onerror], body script').length,
    turned: /[\p{Cc}\u202e]/u.test(document.title),
  }))
  expect(state).toEqual({ pwned: null, made: 0, turned: false })
}

/** Greets, and refuses every sender with what it was given. */
function openRefusingPeer(port: number, text: string) {
  return createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.write(`220 peer.example ${text}\r\n`)
    socket.setEncoding('utf8').on('data', (said: string) => {
      if (/^EHLO/i.test(said)) socket.write(`250 peer.example ${text}\r\n`)
      else socket.end(`550 5.7.1 ${text}\u0000\u001b[2J\r\n`)
    })
  }).listen(port, '127.0.0.1')
}
