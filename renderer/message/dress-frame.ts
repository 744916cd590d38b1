/**
 * Puts a message's own styles on, by the object model: a content security policy without 'unsafe-inline' stops styles
 * that stand in markup, and leaves alone what the window itself sets. They reach no further than the frame.
 */
import { type Sheet, STYLE } from './frame-document.ts'

export function dressFrame(page: Document, sheets: readonly Sheet[]): void {
  const view = page.defaultView
  // A sheet belongs to the document whose window made it.
  if (view)
    page.adoptedStyleSheets = sheets.map(({ css, media }) =>
      makeSheet(new view.CSSStyleSheet({ media }), css),
    )
  for (const element of page.querySelectorAll<HTMLElement>(`[${STYLE}]`))
    element.style.cssText = element.getAttribute(STYLE) ?? ''
  page.documentElement.removeAttribute('hidden')
}

function makeSheet(sheet: CSSStyleSheet, css: string): CSSStyleSheet {
  sheet.replaceSync(css)
  return sheet
}
