/**
 * Markup that a parser of HTML gets through in a moment. Chromium's takes time with the square of the depth, so that a
 * megabyte of "<div>" would hold the window for minutes; unclosed formatting is multiplied by every paragraph; drawings
 * that use themselves grow without end. Tags that go too far are left out, what they hold stays. Linear in the text.
 *
 * It must see the same tags as the parser (WHATWG HTML §13.2.5), or something could pass beside it: white space is what
 * that says, end tags have attributes too, and of the elements whose content is no markup only <style> is left.
 */

/** Elements within each other, beyond what any mail program writes. */
const DEEPEST = 256
/** Of those that the parser opens again in each paragraph until they are closed. */
const DEEPEST_FORMAT = 16
const MOST_TAGS = 60_000
const MOST_ATTRIBUTES = 64

const VOID = words('area base br col embed frame hr image img input keygen link meta param source track wbr')
/** Read to its end tag at once. */
const STYLE = 'style'
/** What <style> becomes; none of a message's own stay. */
export const SET_ASIDE = 'noframes'
/** The parser closes one where the next begins. */
const CLOSE_THEMSELVES = words('dd dt li option p')
const CELLS = words('td th')
/** They close a cell that is open, or are of no effect. */
const OF_TABLES = words('tbody td tfoot th thead tr')
/** A second one adds its attributes to the first. */
const ONCE = words('body head html')
const FORMATS = words('a b big code em font i nobr s small strike strong tt u')
/** Forms send nothing here, what moves costs all the time, and the others parse by rules of their own. */
const LEFT_OUT = words('applet caption form marquee math object plaintext portal svg template textarea xmp')
/** With what they hold: code, or text for programs without something. */
const LEFT_OUT_WHOLE = words('iframe noembed noframes script title')

export function simpleMarkup(html: string): string {
  const open = new OpenElements()
  const kept: string[] = []
  let tags = 0
  for (let at = 0; at < html.length; ) {
    const begin = html.indexOf('<', at)
    if (begin < 0) return kept.join('') + html.slice(at)
    kept.push(html.slice(at, begin))
    const tag = readTag(html, begin)
    if (tag === null) {
      at = endOfOther(html, begin)
      kept.push(html.slice(begin, at))
      continue
    }
    at = endOfContent(html, tag)
    tags += 1
    const fits = tags <= MOST_TAGS && tag.attributes <= MOST_ATTRIBUTES && !isLeftOut(tag)
    // A space: without it, what stands before and behind could become a tag together.
    if (!fits || !open.take(tag)) kept.push(' ')
    else
      kept.push(
        tag.name === STYLE && !tag.closes
          ? setAside(html, begin, tag, at)
          : withStylesAside(html, begin, tag, at),
      )
  }
  return kept.join('')
}

interface Tag {
  readonly name: string
  readonly closes: boolean
  readonly attributes: number
  /** Where its attributes called style, or as they are set aside, begin. */
  readonly styles: readonly number[]
  readonly end: number
}

interface OpenElement {
  readonly name: string
  /** Of a cell: how much formatting was open around it, which does not reach into it. */
  readonly formatsAround: number
}

/** What the parser has open, or more than that: an end tag that is not certain to close something is left out. */
class OpenElements {
  readonly #open: OpenElement[] = []
  readonly #seen = new Set<string>()
  #formats = 0

  /** May the tag stay? */
  take({ name, closes }: Tag): boolean {
    if (VOID.has(name) || CLOSE_THEMSELVES.has(name) || name === STYLE) return true
    if (ONCE.has(name)) return !closes && this.#seen.size < this.#seen.add(name).size
    if (OF_TABLES.has(name)) return this.#takeOfTable(name, closes)
    return closes ? this.#close(name) : this.#begin(name)
  }

  #takeOfTable(name: string, closes: boolean): boolean {
    this.#closeCell()
    // Elsewhere than in a table it is of no effect.
    if (closes || this.#scope() !== 'table') return true
    return CELLS.has(name) ? this.#begin(name) : true
  }

  #begin(name: string): boolean {
    const isFormat = FORMATS.has(name)
    if (this.#open.length >= DEEPEST || (isFormat && this.#formats >= DEEPEST_FORMAT)) return false
    this.#open.push({ name, formatsAround: this.#formats })
    if (isFormat) this.#formats += 1
    if (CELLS.has(name)) this.#formats = 0
    return true
  }

  #close(name: string): boolean {
    if (name === 'table') this.#closeCell()
    const index = this.#open.findLastIndex((element) => element.name === name)
    if (index < 0 || index < this.#scopeAt()) return false
    if (FORMATS.has(name)) {
      this.#open.splice(index, 1)
      this.#formats -= 1
    } else this.#open.length = index
    return true
  }

  #closeCell(): void {
    const index = this.#scopeAt()
    const cell = this.#open[index]
    if (!cell || !CELLS.has(cell.name)) return
    this.#formats = cell.formatsAround
    this.#open.length = index
  }

  /** No end tag reaches beyond a table or a cell. */
  #scopeAt(): number {
    return this.#open.findLastIndex(({ name }) => name === 'table' || CELLS.has(name))
  }

  #scope(): string | undefined {
    return this.#open[this.#scopeAt()]?.name
  }
}

function isLeftOut({ name }: Tag): boolean {
  return LEFT_OUT.has(name) || LEFT_OUT_WHOLE.has(name)
}

const SPACE = '\t\n\f\r '
const TAG = /<(\/?)([a-z][^\t\n\f\r />]*)/iy

/** null where none begins; one that never ends takes the rest, as in the parser. */
function readTag(html: string, begin: number): Tag | null {
  TAG.lastIndex = begin
  const found = TAG.exec(html)
  if (!found) return null
  let attributes = 0
  const styles: number[] = []
  let at = TAG.lastIndex
  while (at < html.length && html[at] !== '>') {
    if (isOneOf(`${SPACE}/`, html[at])) at += 1
    else {
      attributes += 1
      if (isStyle(html, at)) styles.push(at)
      at = endOfAttribute(html, at)
    }
  }
  return { name: (found[2] ?? '').toLowerCase(), closes: found[1] === '/', attributes, styles, end: at + 1 }
}

const STYLE_ATTRIBUTE = /(?:data-)?style(?=[\t\n\f\r />=]|$)/iy

function isStyle(html: string, begin: number): boolean {
  STYLE_ATTRIBUTE.lastIndex = begin
  return STYLE_ATTRIBUTE.test(html)
}

/** Of a tag: style="…" becomes data-style="…", and what a message calls so itself gets out of the way. */
function withStylesAside(html: string, begin: number, { styles }: Tag, end: number): string {
  const edges = [begin, ...styles, end]
  return edges
    .slice(1)
    .map((edge, index) => html.slice(edges[index], edge))
    .join('data-')
}

function endOfAttribute(html: string, begin: number): number {
  // An equals sign at its beginning belongs to the name.
  let at = begin + 1
  while (at < html.length && !isOneOf(`${SPACE}/>=`, html[at])) at += 1
  at = pastSpace(html, at)
  if (html[at] !== '=') return at
  at = pastSpace(html, at + 1)
  const quote = html[at]
  if (quote === '"' || quote === "'") {
    const end = html.indexOf(quote, at + 1)
    return end < 0 ? html.length : end + 1
  }
  while (at < html.length && !isOneOf(`${SPACE}>`, html[at])) at += 1
  return at
}

/** Of what is not markup: the content of <style> and of what goes as a whole. */
function endOfContent(html: string, { name, closes, end }: Tag): number {
  if (closes || (name !== STYLE && !LEFT_OUT_WHOLE.has(name))) return end
  const close = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi')
  close.lastIndex = end
  const found = close.exec(html)
  if (!found) return html.length
  return readTag(html, found.index)?.end ?? html.length
}

/**
 * A style under another name whose content is no markup either: as a style, the parser's own document would have the
 * policy look at it. Without "</", which no style needs, its content cannot end before its end.
 */
function setAside(html: string, begin: number, tag: Tag, after: number): string {
  const { end } = tag
  if (end > html.length) return ' '
  const content = html
    .slice(end, after)
    .replace(/<\/style[^<]*$/i, '')
    .replaceAll('</', ' ')
  return `<${SET_ASIDE}${withStylesAside(html, begin + '<style'.length, tag, end)}${content}</${SET_ASIDE}>`
}

/** Comments, declarations, and a "<" that is none of them. */
function endOfOther(html: string, begin: number): number {
  if (html.startsWith('<!--', begin)) {
    // "<!-->" is a whole comment, and "--!>" ends one too.
    const end = /--!?>/g
    end.lastIndex = begin + 2
    return end.test(html) ? end.lastIndex : html.length
  }
  if (!/[!?/]/.test(html[begin + 1] ?? '')) return begin + 1
  const end = html.indexOf('>', begin)
  return end < 0 ? html.length : end + 1
}

function pastSpace(html: string, from: number): number {
  let at = from
  while (isOneOf(SPACE, html[at])) at += 1
  return at
}

function isOneOf(characters: string, one: string | undefined): boolean {
  return one !== undefined && characters.includes(one)
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}
