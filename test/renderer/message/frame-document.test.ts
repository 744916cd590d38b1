import { expect, test } from 'vitest'
import { dressFrame } from '../../../renderer/message/dress-frame.ts'
import { frameDocument, LINK, STYLE } from '../../../renderer/message/frame-document.ts'

const inside = (html: string) => new DOMParser().parseFromString(frameDocument(html).page, 'text/html')
const styles = (html: string) => frameDocument(html).sheets.map(({ css }) => css)

test('begins with a policy that loads nothing and allows nothing inline', () => {
  const policy = inside('<p>x</p>').querySelector('meta[http-equiv="Content-Security-Policy"]')
  expect(policy?.getAttribute('content')).toBe("default-src 'none'; img-src data:; font-src data:")
})

test('what runs, loads, sends or leads away is taken out', () => {
  const page = inside(
    `<base href="//h.test"><script>1</script><iframe></iframe><object data=x></object><link rel=preconnect href=//h.test>
     <form action=//h.test><input name=a></form><p onclick="x()" style="color:red">kept</p><img src=//h.test/p.png alt="A desk">
     <img src="https://h.test/o.gif" width=1 height=1><img src="data:image/png;base64,AA"><td background=//h.test/x>`,
  )
  expect(page.querySelector('script, iframe, object, link, base, form, [onclick], [background]')).toBeNull()
  expect(page.querySelector('p')?.getAttribute(STYLE)).toBe('color:red')
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
  const html = String.raw`<style>@import "//h.test/x"; @key\66rames k {} a { background: url("data:im\61ge/svg+xml,x") }</style>
     <p style="background:url(data:image/svg+xml;base64,AA)">x</p><img src="data:image/svg+xml;base64,AA">`
  expect(inside(html).documentElement.outerHTML + styles(html).join()).not.toMatch(
    /@import|keyframes|image\/svg/,
  )
})

test('a message says neither what its markup is dressed with nor where its links lead', () => {
  const page = inside(`<p data-style="color:red" data-link="https://h.test/" style="top:0">x</p>`)
  const p = page.querySelector('p')
  expect([p?.getAttribute(STYLE), p?.hasAttribute(LINK), p?.hasAttribute('style')]).toEqual([
    'top:0',
    false,
    false,
  ])
  expect(page.querySelector('style, [style]')).toBeNull()
})

test('styles are put on when the frame is there, and only then is the message seen', () => {
  const { page, sheets } = frameDocument(
    '<style media="print">p { color: blue }</style><p style="color: red; position: fixed">x</p><style>i { top: 0 }</style>',
  )
  // Frames have no documents here: this one stands for it.
  document.documentElement.setAttribute('hidden', '')
  document.body.innerHTML = new DOMParser().parseFromString(page, 'text/html').body.innerHTML
  dressFrame(document, sheets)
  expect(document.querySelector('p')?.style.color).toBe('red')
  expect(sheets.map(({ media }) => media)).toEqual(['', 'print', ''])
  expect(document.adoptedStyleSheets.slice(1).map((sheet) => sheet.cssRules[0]?.cssText)).toEqual([
    expect.stringContaining('blue'),
    expect.stringContaining('top'),
  ])
  expect(document.documentElement.hasAttribute('hidden')).toBe(false)
})

test('a form of a hundred thousand elements is no problem', () => {
  expect(inside(`<form>${'<i></i>'.repeat(20_000)}x</form>`).body.textContent?.trim()).toBe('x')
})
