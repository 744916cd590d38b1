import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { remoteContent } from '../../../shared/mime/remote-content.ts'

describe('what an HTML message would load from elsewhere', () => {
  it.each([
    ['<img src="https://a.test/p.gif">', 1],
    ['<IMG SRC=http://a.test/p.gif>', 1],
    ["<img srcset='https://a.test/1.png 1x, //a.test/2.png 2x'>", 2],
    ['<td background="//a.test/x.png">', 1],
    ['<p style="background:url(&quot;https://a.test/x&quot;)">', 1],
    ['<style>@import "https://a.test/x.css"; b{background:url( //a.test/y )}</style>', 2],
    ['<style>b{background:u\\72l(https://a.test/y)}</style>', 1],
    ['<link rel=stylesheet href=https://a.test/x.css>', 1],
    ['<video poster=https://a.test/p.png src=https://a.test/v.mp4></video>', 2],
    ['<object data=https://a.test/x></object><iframe src=https://a.test/y></iframe>', 2],
    ['<form action=https://a.test/login><input type=image src=https://a.test/i.png></form>', 2],
    ['<meta http-equiv=refresh content="0; url=https://a.test/">', 1],
    ['<svg><image xlink:href="https://a.test/x.svg"/><use href="https://a.test/y"/></svg>', 2],
    ['<img src="&#104;ttps://a.test/x">', 1],
    ['<img src="ht\ntps://a.test/x">', 1],
    ['<!--><img src=https://a.test/x><!-- -->', 1],
    ['<img/src="https://a.test/x"/onerror=x>', 1],
    ['<img alt="a>b" src="https://user:secret@a.test:8080/x">', 1],
  ])('%s', (html, count) => {
    const found = remoteContent(html)
    expect(found.count).toBe(count)
    expect(found.hosts.map((host) => host.replace(':8080', ''))).toEqual(['a.test'])
  })

  it.each([
    '<a href="https://a.test/">a link</a>',
    '<img src="cid:logo"><img src="data:image/png;base64,AA">',
    '<!-- <img src="https://a.test/x"> -->',
    'https://a.test/ as text',
    '<img src="picture.png">',
  ])('nothing: %s', (html) => expect(remoteContent(html)).toEqual({ count: 0, hosts: [] }))

  it('is found in time however broken the markup is', () => {
    for (const scrap of ['<a "', "<a '", '<', '<!--', '/*', '<img src=', '<style>', 'url(', '<a b=" c=\''])
      remoteContent(scrap.repeat(200_000))
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'<>="\'/ a-!url(s'), maxLength: 300 }),
        (html) => void remoteContent(html),
      ),
    )
  })
})
