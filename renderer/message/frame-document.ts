/**
 * The document of the frame that shows a message as HTML. Walls, each of which would do alone: the frame's sandbox has
 * no scripts, forms, popups or navigation; its policy loads nothing but data: URLs; and what could try is taken out
 * before, in a document of DOMParser, which neither runs nor loads. Links lose their address, so that no click of any
 * browser leads anywhere: the window reads it from data-link and asks first.
 *
 * No policy here or above allows inline styles: the message's own are set aside, and dress-frame.ts puts them on.
 */
import { calmText } from '../../shared/mime/calm-text.ts'
import { calmPictures } from './calm-pictures.ts'
import { SET_ASIDE, simpleMarkup } from './simple-markup.ts'
import { trustMarkup } from './trust-markup.ts'

export const LINK = 'data-link'
/** Where a style attribute, which simple-markup.ts calls so, waits for dress-frame.ts. */
export const STYLE = 'data-style'

export interface FrameDocument {
  /** Hidden until it is dressed. */
  readonly page: string
  readonly sheets: readonly Sheet[]
}

export interface Sheet {
  readonly css: string
  readonly media: string
}

const POLICY = "default-src 'none'; img-src data:; font-src data:"

/** Mail is written for white paper; in the dark theme too. */
const PAPER = `
:root { color-scheme: only light; background: #fff; color: #1a1c21; }
body { margin: 16px; font: 14px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
img { max-width: 100%; }
[data-blocked] { display: inline-block; box-sizing: border-box; max-width: 100%; overflow: hidden; padding: 2px 6px; background: #f1f2f5; outline: 1px dashed #c9ccd4; outline-offset: -1px; font: 12px/1.4 system-ui, sans-serif; color: #565a66; }
[${LINK}] { color: #1b62b8; text-decoration: underline; cursor: pointer; }
[${LINK}]:focus-visible { outline: 2px solid #1b62b8; outline-offset: 1px; }
pre { white-space: pre-wrap; }
`

const REMOVED =
  'form, svg, math, script, style, noscript, iframe, frame, frameset, object, embed, applet, base, link, meta, template, portal, audio, video, source, track, dialog'
const DISABLED = 'input, button, select, textarea'

export function frameDocument(html: string): FrameDocument {
  const page = new DOMParser().parseFromString(trustMarkup(simpleMarkup(html)), 'text/html')
  for (const element of page.querySelectorAll(REMOVED)) element.remove()
  for (const control of page.querySelectorAll(DISABLED)) control.setAttribute('disabled', '')
  const sheets = [{ css: PAPER, media: '' }, ...takeSheets(page)]
  for (const element of page.querySelectorAll('*')) clean(element)
  for (const picture of page.querySelectorAll('img:not([src])')) showAsBlocked(picture)
  calmTexts(page)
  const body = page.body?.outerHTML ?? '<body></body>'
  return {
    page: `<!doctype html><html hidden><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off"></head>${body}</html>`,
    sheets,
  }
}

function takeSheets(page: Document): Sheet[] {
  return [...page.querySelectorAll(SET_ASIDE)].map((style) => {
    style.remove()
    return { css: calmStyle(style.textContent ?? ''), media: style.getAttribute('media') ?? '' }
  })
}

function calmTexts(page: Document): void {
  const texts = page.createTreeWalker(page, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode() as Text | null; text; text = texts.nextNode() as Text | null) {
    const calm = calmText(text.data)
    if (calm !== text.data) text.data = calm
  }
}

function clean(element: Element): void {
  const name = element.localName.toLowerCase()
  const style = element.getAttribute(STYLE)
  const link = isLink(name) ? (element.getAttribute('href') ?? element.getAttribute('xlink:href')) : null
  for (const attribute of element.getAttributeNames())
    if (!isHarmless(name, attribute.toLowerCase(), element.getAttribute(attribute) ?? ''))
      element.removeAttribute(attribute)
  const source = element.getAttribute('src')
  if (source !== null) element.setAttribute('src', calmPictures(source))
  if (style !== null) element.setAttribute(STYLE, calmStyle(style))
  if (link !== null && link.trim() !== '' && !link.startsWith('#')) showAsLink(element, link.trim())
}

/** Its place is kept, so that the message looks as it was meant to; a pixel that counts readers leaves none. */
function showAsBlocked(picture: Element): void {
  const sizes = ['width', 'height'].map((side) => Number.parseInt(picture.getAttribute(side) ?? '', 10))
  const alternative = picture.getAttribute('alt') ?? ''
  if (sizes.some((size) => size <= 3)) {
    picture.remove()
    return
  }
  const box = (picture.ownerDocument as Document).createElement('span')
  box.setAttribute('data-blocked', '')
  box.setAttribute('role', 'img')
  box.setAttribute('aria-label', alternative)
  box.textContent = alternative
  const [width, height] = sizes
  const style = [
    width && `width:${Math.min(width, 2_000)}px`,
    height && `height:${Math.min(height, 2_000)}px`,
  ]
  box.setAttribute(STYLE, style.filter(Boolean).join(';'))
  if (alternative === '' && !width && !height) picture.remove()
  else picture.replaceWith(box)
}

/**
 * Without imports, which the policy stops too, complaining of each; without movement; without drawings, which can be
 * made so that they never come to an end. Escapes, behind which all of that could hide, go too.
 */
function calmStyle(css: string): string {
  return calmPictures(css.replaceAll('\\', ''))
    .replace(/@import[^;]*;?/gi, '')
    .replace(/@(-webkit-)?keyframes/gi, '@none')
    .replace(/image\/svg/gi, 'image/none')
}

function showAsLink(element: Element, link: string): void {
  element.setAttribute(LINK, link)
  element.setAttribute('title', link)
  element.setAttribute('role', 'link')
  element.setAttribute('tabindex', '0')
}

function isLink(name: string): boolean {
  return name === 'a' || name === 'area'
}

const NEVER = new Set([
  'srcdoc',
  'srcset',
  'imagesrcset',
  'action',
  'formaction',
  'ping',
  'target',
  'autofocus',
  'background',
  'lowsrc',
  'dynsrc',
  LINK,
  STYLE,
  // Of what was set aside, the calm text comes back by STYLE.
  'style',
  'popover',
  'popovertarget',
  'is',
  'nonce',
  'manifest',
  'poster',
  'xml:base',
])

function isHarmless(element: string, attribute: string, value: string): boolean {
  if (attribute.startsWith('on') || NEVER.has(attribute)) return false
  if (attribute === 'src' || attribute === 'href' || attribute === 'xlink:href' || attribute === 'data')
    return attribute !== 'data' && !isLink(element) && isInside(value)
  return true
}

/** Pictures of the message itself, and marks within it; no drawings, as in calmStyle. */
function isInside(value: string): boolean {
  return /^\s*(data:image\/(?!svg)[\w.-]+[;,]|#)/i.test(value)
}
