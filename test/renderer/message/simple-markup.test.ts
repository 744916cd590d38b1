import { expect, test } from 'vitest'
import { simpleMarkup } from '../../../renderer/message/simple-markup.ts'

const count = (text: string, tag: string) => text.split(tag).length - 1

test('what mail programs write stays as it is', () => {
  const mail = `<!doctype html><html><head></head><body class="x">
    <!-- note --><!--[if mso]><p><![endif]--><table width="100%"><tr><td><b>a</b><td>b</tr></table>
    <blockquote><div>x<br>1 < 2 <a href='https://a.test/?q=">'>link</a></div></blockquote>`
  expect(simpleMarkup(mail).replace(' <body', '</head><body')).toBe(mail)
})

// As text: the parser of these tests does not know that <noframes> holds no markup.
test('a style is set aside, and ends where it ended, whatever it says of that', () => {
  const simple = (css: string) => simpleMarkup(`${css}<p>`)
  expect(simple('<STYLE media="print">a > b { top: 0 }</style a="<">')).toBe(
    '<noframes media="print">a > b { top: 0 } style a="<"></noframes><p>',
  )
  expect(simple('<style>x</noframes><img></noframes\n></style>')).toBe(
    '<noframes>x noframes><img> noframes\n></noframes><p>',
  )
  expect(simple('<style>x<</</noframes/noframes></style>')).toBe(
    '<noframes>x<  noframes/noframes></noframes><p>',
  )
  expect(simple('<noframes><img></noframes>')).not.toContain('noframes')
  expect(simpleMarkup('<p style="a" STYLE=b data-style=c styles=d x="style=e"/style>')).toBe(
    '<p data-style="a" data-STYLE=b data-data-style=c styles=d x="style=e"/data-style>',
  )
  expect(simpleMarkup('<style style=x>y</style>')).toBe('<noframes data-style=x>y</noframes>')
  expect(simpleMarkup('<style>open')).toBe('<noframes>open</noframes>')
  expect(simpleMarkup('<style a="open')).toBe(' ')
})

test('elements are nested no deeper than a parser goes through in a moment', () => {
  expect(count(simpleMarkup('<div>'.repeat(100_000)), '<div>')).toBe(256)
  const left = simpleMarkup('<div><table></div></table>'.repeat(10_000))
  expect(count(left, '<div>') - count(left, '</div>')).toBeLessThanOrEqual(256)
  expect(count(simpleMarkup(`${'<font>'.repeat(100)}x`), '<font>')).toBe(16)
  expect(count(simpleMarkup('<b><table><tr><td></b></table>'.repeat(1_000)), '<b>')).toBe(16)
})

test('a column of cells whose formatting is never closed keeps it in every cell', () => {
  const rows = '<tr><td><font color=red>x'.repeat(500)
  expect(count(simpleMarkup(`<table>${rows}</table>`), '<font')).toBe(500)
})

test.each([
  ['white space that is none to the parser', '<a b=\u00a0"x>'],
  ['an end tag of style that is none', '<style></stylex a="</style>'],
  ['a comment that ends with its begin', '<!--->'],
  ['an end tag with attributes', '</a b=">">'],
])('%s hides nothing', (_, before) => {
  expect(count(simpleMarkup(before + '<div>'.repeat(5_000)), '<div>')).toBeLessThanOrEqual(256)
})

test('drawings, formulas, forms and code are left out, however they are written', () => {
  const left = simpleMarkup('<<svg>svg><MATH><form a="</form>"><script>1</script a><p>kept')
  expect(left).not.toMatch(/<(svg|math|form|script)/i)
  expect(left).toContain('<p>kept')
})

test('nobody has sixty attributes, or a hundred thousand tags', () => {
  const attributes = Array.from({ length: 5_000 }, (_, index) => ` a${index}`).join('')
  expect(simpleMarkup(`<p${attributes}>x`)).toBe(' x')
  expect(count(simpleMarkup('<i></i>'.repeat(100_000)), '<i>')).toBe(30_000)
})
