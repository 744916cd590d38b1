// The tray's icon with a mark at its lower right: two bars for a pause, an exclamation mark for a problem. Shapes tell
// them apart, for the one-colour form of macOS has nothing else.

export type TrayMark = 'paused' | 'problem'

const SHAPES: Readonly<Record<TrayMark, string>> = {
  paused: 'M-1.4-2V2M1.4-2V2',
  problem: 'M0-2.6V.5M0 2.5V2.6',
}
const COLOURS: Readonly<Record<TrayMark, string>> = { paused: '#b26a00', problem: '#c62828' }

/** The coloured icon (512 units), with the mark on a disc of its own. */
export function markIcon(svg: string, mark: TrayMark): string {
  const disc = `<g transform="translate(352 352) scale(32)">
    <circle r="5" fill="#fff"/><circle r="4.5" fill="${COLOURS[mark]}"/>
    <path d="${SHAPES[mark]}" stroke="#fff" stroke-width="1.6" stroke-linecap="round"/>
  </g>`
  return svg.replace('</svg>', `${disc}</svg>`)
}

/** The one-colour icon (16 units): what lies behind the mark is cut away. */
export function markTemplate(svg: string, mark: TrayMark): string {
  const hole =
    '<mask id="hole"><rect width="16" height="16" fill="#fff"/><circle cx="12" cy="11.5" r="4.6" fill="#000"/></mask>'
  const shape = `<path transform="translate(12 11.5)" d="${SHAPES[mark]}" stroke="#000" stroke-width="1.7" stroke-linecap="round"/>`
  return svg.replace('<g ', `${hole}<g mask="url(#hole)" `).replace('</svg>', `${shape}</svg>`)
}
