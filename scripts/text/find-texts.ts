/** Which texts of a source file are in the catalogue, and which are shown without it. Pure. */
import { parseSync } from 'vite'

export interface FoundTexts {
  /** English originals that are handed to t, rich, pieces, counted, or to say, msg or phrase of shared/text. */
  readonly texts: readonly string[]
  /** Words that a person would read but that go past the catalogue. */
  readonly bare: readonly BareText[]
}

export interface BareText {
  readonly text: string
  readonly line: number
  /** "text" between elements, or the name of the attribute or property. */
  readonly where: string
  readonly start: number
  readonly end: number
}

/** Attributes and properties whose values people read or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
  'action',
  'description',
  'heading',
  'hint',
  'label',
  'placeholder',
  'saveLabel',
  'summary',
  'title',
  'tooltip',
  'unit',
  'word',
])

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export function findTexts(file: string, source: string): FoundTexts {
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`)
  const texts: string[] = []
  const bare: BareText[] = []
  // Where the texts begin that are handed over: they are visited before their own turn comes.
  const told = new Set<number>()
  const add = (where: string, text: string, node: Node) => {
    if (!isWords(text) || told.has(node.start)) return
    if (bare.some(({ start }) => start === node.start)) return
    const line = source.slice(0, node.start).split('\n').length
    bare.push({ where, text, line, start: node.start, end: node.end })
  }
  walk(program as unknown as Node, (node) => {
    if (isSilent(node)) return 'skip'
    if (isTold(node)) {
      texts.push(...textsOfCall(node))
      for (const argument of node.arguments as Node[])
        for (const literal of written(argument)) told.add(literal.node.start)
    }
    if (node.type === 'JSXText') add('text', joinedLines(String(node.value)), node)
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') addChoices(node, add)
    if (node.type === 'JSXAttribute') addValue(nameOf(node.name), node.value, add)
    // A property of that name says which one.
    if (node.type === 'Property' && nameOf(node.key) !== 'action') addValue(nameOf(node.key), node.value, add)
    if (node.type === 'Literal' && isSentence(node.value)) add('sentence', node.value, node)
    if (node.type === 'TemplateLiteral') {
      const [{ text } = { text: '' }] = written(node)
      if (isSentence(text) || /^…(.*\s)?\p{L}+\s\p{L}+([\s.,…]|$)/u.test(text)) add('sentence', text, node)
    }
    return undefined
  })
  return { texts, bare }
}

/** In the catalogue already. */
function isTold(node: Node): boolean {
  return (
    node.type === 'CallExpression' &&
    ['t', 'rich', 'pieces', 'msg', 'say', 'phrase', 'counted'].includes(nameOf(node.callee) ?? '')
  )
}

/** For programmers: errors that are thrown, the console, the log, types. */
function isSilent(node: Node): boolean {
  if (node.type === 'NewExpression') return /Error$/.test(nameOf(node.callee) ?? '')
  if (/^TS(Type|Interface|Literal|Union)/.test(node.type)) return true
  if (node.type !== 'CallExpression') return false
  if (nameOf(node.callee) === 'report') return true
  const { object } = node.callee as { readonly object?: unknown }
  return nameOf(object) === 'console'
}

/** Begins like one and has more than one word; class names and keys do not. */
function isSentence(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{Lu}“][^\n]*\s\S/u.test(value)
}

/** t('…') and the like, and counted(n, 'one', 'many'), which makes a plural message of its words. */
function textsOfCall(call: Node): string[] {
  const name = nameOf(call.callee)
  const [first, second, third] = call.arguments as Node[]
  if (name !== 'counted') return literals(first)
  return literals(second).map((one, index) => {
    const many = literals(third)[index] ?? `${one}s`
    return `{count, plural, one {# ${one}} other {# ${many}}}`
  })
}

/** A literal, or both of a choice: t(one ? 'a' : 'b'). */
function literals(node: Node | undefined): string[] {
  if (node?.type === 'Literal' && typeof node.value === 'string') return [node.value]
  if (node?.type === 'TemplateLiteral') {
    const quasis = node.quasis as { readonly value: { readonly cooked: string } }[]
    return quasis.length === 1 ? quasis.map(({ value }) => value.cooked) : []
  }
  if (node?.type === 'ConditionalExpression')
    return [...literals(node.consequent as Node), ...literals(node.alternate as Node)]
  return []
}

/** {late ? 'late' : 'in time'} between elements. */
function addChoices(element: Node, add: (where: string, text: string, node: Node) => void): void {
  for (const child of element.children as Node[])
    if (child.type === 'JSXExpressionContainer')
      for (const literal of written(child.expression as Node)) add('text', literal.text, literal.node)
}

function addValue(
  name: string | null,
  value: unknown,
  add: (where: string, text: string, node: Node) => void,
): void {
  if (name === null || !SPOKEN.has(name)) return
  const node = value as Node | null
  const expression = node?.type === 'JSXExpressionContainer' ? (node.expression as Node) : node
  for (const literal of expression ? written(expression) : []) add(name, literal.text, literal.node)
}

/** Strings that stand in an expression outside a call, among them the fixed parts of templates. */
function written(node: Node): { readonly text: string; readonly node: Node }[] {
  if (node.type === 'Literal' && typeof node.value === 'string') return [{ text: node.value, node }]
  if (node.type === 'TemplateLiteral') {
    const quasis = node.quasis as { readonly value: { readonly cooked: string } }[]
    return [{ text: quasis.map(({ value }) => value.cooked).join('…'), node }]
  }
  if (node.type === 'ConditionalExpression')
    return [...written(node.consequent as Node), ...written(node.alternate as Node)]
  if (node.type === 'LogicalExpression') return written(node.right as Node)
  return []
}

function nameOf(node: unknown): string | null {
  const { type, name, value } = (node ?? {}) as { type?: string; name?: unknown; value?: unknown }
  if (type === 'Identifier' || type === 'JSXIdentifier') return String(name)
  return type === 'Literal' && typeof value === 'string' ? value : null
}

/** As JSX joins lines: without the indentation. */
function joinedLines(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .filter((line) => line !== '')
    .join(' ')
}

/** Not a sign, a key of the keyboard, a unit of measure, an address, a domain, a code of a protocol or a name of our own. */
function isWords(text: string): boolean {
  const trimmed = text.replaceAll('Mailroom', '').trim()
  if (/^(Ctrl|Shift|Alt|Enter|Esc)\b/.test(trimmed)) return false
  return /\p{L}{2}/u.test(trimmed) && !/^[\w.*+…-]*[@:/][\w.*:@/+…-]*$|^[\w-]+(\.[\w-]+)+$/.test(trimmed)
}

function walk(node: Node, visit: (node: Node) => 'skip' | undefined): void {
  if (visit(node) === 'skip') return
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === 'object' && child !== null && 'type' in child) walk(child as Node, visit)
  }
}
