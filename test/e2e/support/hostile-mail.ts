/** A message that tries everything to run or to fetch something, and a server that counts whatever reaches it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page } from '@playwright/test'
import { createTransport } from 'nodemailer'
import { goTo } from './office-day.ts'

export interface Trap {
  readonly url: string
  /** Paths that were asked for. */
  readonly hits: readonly string[]
  close(): Promise<void>
}

export async function openTrap(): Promise<Trap> {
  const hits: string[] = []
  const server = createServer((request, response) => {
    hits.push(request.url ?? '')
    response.setHeader('access-control-allow-origin', '*').end('caught')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    hits,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export async function sendHostileMail(smtpPort: number, trap: Trap, subject: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    requireTLS: true,
    tls: { rejectUnauthorized: false },
  })
  await transport.sendMail({
    from: 'stranger@far.test',
    to: 'anna@customer.test',
    subject,
    text: 'Harmless.',
    html: hostileHtml(trap.url),
  })
  transport.close()
}

/** Every way that is known, each with a path of its own; what runs leaves a mark on the window. */
function hostileHtml(url: string): string {
  const run = (name: string) =>
    `top.pwned='${name}';parent.pwned='${name}';new Image().src='${url}/ran-${name}'`
  const wide = `<tr>${'<td>cell</td>'.repeat(60)}</tr>`
  return `<!doctype html><html><head>
<base href="${url}/base/" target="_top">
<meta http-equiv="refresh" content="0;url=${url}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src *; script-src * 'unsafe-inline'">
<link rel="stylesheet" href="${url}/link.css"><link rel="preconnect" href="${url}"><link rel="prefetch" href="${url}/prefetch">
<link rel="preload" as="image" href="${url}/preload"><link rel="icon" href="${url}/icon"><link rel="manifest" href="${url}/manifest">
<style>@import "${url}/import.css"; @font-face{font-family:x;src:url(${url}/font.woff2)} body{font-family:x;background:url(${url}/css.png)}
 b::after{content:url(${url}/content.png)} @media screen{p{cursor:url(${url}/cursor.cur),auto}}</style>
<script>${run('head')}</script><script src="${url}/script.js"></script></head>
<body background="${url}/background.png" onload="${run('onload')}" onpageshow="${run('onpageshow')}">
<style>#styled b { color: rgb(4, 5, 6) }</style><p id="styled" style="color: rgb(1, 2, 3)">styled <b>by itself</b></p>
<p id="seen">The hostile message is shown.</p>
<img src="${url}/img.png" onerror="${run('onerror')}"><img src=x onerror="${run('relative')}"><img srcset="${url}/set.png 2x">
<img src="data:image/png;base64,broken" onerror="${run('dataerror')}">
<picture><source srcset="${url}/source.png"><img alt=""></picture>
<svg onload="${run('svg')}"><script>${run('svgscript')}</script><image href="${url}/svg.png"/><use href="${url}/use.svg#x"/>
<foreignObject><iframe src="${url}/foreign"></iframe></foreignObject><animate attributeName="href" values="javascript:${run('animate')}"/>
<a href="javascript:${run('svglink')}"><text y="20">svg link</text></a></svg>
<iframe src="${url}/iframe"></iframe><iframe srcdoc="&lt;script&gt;${run('srcdoc')}&lt;/script&gt;"></iframe><iframe src="javascript:${run('iframe')}"></iframe>
<object data="${url}/object"></object><embed src="${url}/embed"><applet code="${url}/applet"></applet>
<video src="${url}/video" poster="${url}/poster" autoplay></video><audio src="${url}/audio" autoplay></audio>
<form id="f" action="${url}/form" method="post" target="_top"><input name="password" autofocus onfocus="${run('onfocus')}"><button formaction="${url}/formaction">Go</button><input type="image" src="${url}/imageinput"></form>
<details open ontoggle="${run('ontoggle')}"><summary>d</summary></details><marquee onstart="${run('marquee')}">m</marquee>
<p><a id="script-link" href="javascript:${run('link')}">script link</a></p>
<p><a id="top-link" href="${url}/top" target="_top" ping="${url}/ping">top link</a></p>
<p><a id="bank" href="https://evil.example/steal">https://www.bank.example/</a></p>
<table>${wide.repeat(40)}</table>
<noscript><img src="${url}/noscript.png"></noscript><math><mtext><img src="${url}/math.png" onerror="${run('math')}"></mtext></math>
<template><img src="${url}/template.png"></template><div style="background:image-set('${url}/imageset.png' 1x)">x</div>
<div style="position:fixed;inset:0;pointer-events:none;background:url('${url}/fixed.png')"></div>
</body></html>`
}

/** Reads it in the window, presses what can be pressed, and sees that nothing ran and nobody was asked for anything. */
export async function readHostileMail(page: Page, trap: Trap, subject: string): Promise<void> {
  await goTo(page, 'Queue')
  await page.getByText(subject).first().click()
  await page.getByRole('tab', { name: 'Message' }).click()
  await expect(page.getByText(/from elsewhere not loaded \(127\.0\.0\.1:\d+\)/)).toBeVisible()
  const frame = page.frameLocator('iframe[title="The message as HTML"]')
  await expect(frame.locator('#seen')).toHaveText('The hostile message is shown.')

  const address = page.url()
  for (const link of ['#script-link', '#top-link']) {
    await frame.locator(link).click({ force: true })
    await expect(page.getByRole('dialog', { name: 'This link is not opened' })).toBeVisible()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  }
  await frame.locator('#bank').click({ force: true })
  const asked = page.getByRole('dialog', { name: 'Open this link?' })
  await expect(asked.getByText(/says www\.bank\.example, but the link leads to evil\.example/)).toBeVisible()
  await asked.getByRole('button', { name: 'Cancel' }).click()

  // Its own styles are there, put on by the window.
  await expect(frame.locator('#styled')).toHaveCSS('color', 'rgb(1, 2, 3)')
  await expect(frame.locator('#styled b')).toHaveCSS('color', 'rgb(4, 5, 6)')

  // The frame itself refuses a script that is put there from outside its document.
  expect(await page.locator('iframe[title="The message as HTML"]').getAttribute('sandbox')).toBe(
    'allow-same-origin',
  )
  expect(await page.evaluate(() => (globalThis as { pwned?: string }).pwned ?? null)).toBeNull()
  expect(page.url()).toBe(address)
  expect(page.frames().filter((one) => one.url().startsWith(trap.url))).toEqual([])
  expect(trap.hits).toEqual([])
}
