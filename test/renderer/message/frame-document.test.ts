import { expect, test } from 'vitest'
import { frameDocument, LINK } from '../../../renderer/message/frame-document.ts'

const inside = (html: string) => new DOMParser().parseFromString(frameDocument(html), 'text/html')

test('begins with a policy that loads nothing', () => {
  const policy = inside('<p>x</p>').querySelector('meta[http-equiv="Content-Security-Policy"]')
  expect(policy?.getAttribute('content')).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:",
  )
})

test('what runs, loads, sends or leads away is taken out', () => {
  const page = inside(
    `<base href="//h.test"><script>1</script><iframe></iframe><object data=x></object><link rel=preconnect href=//h.test>
     <form action=//h.test><input name=a></form><p onclick="x()" style="color:red">kept</p><img src=//h.test/p.png alt="A desk">
     <img src="https://h.test/o.gif" width=1 height=1><img src="data:image/png;base64,AA"><td background=//h.test/x>`,
  )
  expect(page.querySelector('script, iframe, object, link, base, form, [onclick], [background]')).toBeNull()
  expect(page.querySelector('p')?.getAttribute('style')).toBe('color:red')
  expect([...page.querySelectorAll('img')].map((one) => one.getAttribute('src'))).toEqual([
    'data:image/png;base64,AA',
  ])
  expect(page.querySelector('[data-blocked]')?.textContent).toBe('A desk')
  expect(page.querySelector('input')?.hasAttribute('disabled')).toBe(true)
})

test('links have no address that a click could follow, and are reached by the keyboard', () => {
  const page = inside(
    '<a href="https://a.test/" target=_top>x</a><a href="javascript:y">y</a><a href="#z">z</a>',
  )
  expect([...page.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual([null, null, null])
  expect([...page.querySelectorAll(`[${LINK}]`)].map((link) => link.getAttribute(LINK))).toEqual([
    'https://a.test/',
    'javascript:y',
  ])
  expect(page.querySelector('a')?.getAttribute('tabindex')).toBe('0')
})

test('styles neither move nor draw, whatever escapes they use', () => {
  const page = inside(
    String.raw`<style>@import "//h.test/x"; @key\66rames k {} a { background: url("data:im\61ge/svg+xml,x") }</style>
     <p style="background:url(data:image/svg+xml;base64,AA)">x</p><img src="data:image/svg+xml;base64,AA">`,
  )
  expect(page.documentElement.outerHTML).not.toMatch(/@import|keyframes|image\/svg/)
})

test('a form of a hundred thousand elements is no problem', () => {
  expect(inside(`<form>${'<i></i>'.repeat(20_000)}x</form>`).body.textContent?.trim()).toBe('x')
})
