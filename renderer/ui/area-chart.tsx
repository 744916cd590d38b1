/**
 * Quiet areas or lines over time. Colours are roles of the theme, read when it is drawn: a new `theme` draws it anew.
 * Charts with the same `group` share their crosshair. A picture: whoever shows it also gives the figures as text.
 */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

export interface AreaSeries {
  label: string
  /** null where nobody knows: the line stops there. */
  values: readonly (number | null)[]
  /** Name of a CSS custom property, "--accent". */
  role: string
  /** Only the line. */
  plain?: boolean
}

export interface AreaChartProps {
  label: string
  series: readonly AreaSeries[]
  height: number
  theme: string
  /** Charts that move their crosshair together. */
  group?: string
  /** Highest value of an empty chart, so that one message is not a mountain. */
  least?: number
  /** The point under the pointer, or null when it leaves. */
  onHover?: (index: number | null) => void
}

export function AreaChart({ label, series, height, theme, group, least = 4, onHover }: AreaChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const hover = useRef(onHover)
  hover.current = onHover
  const shape = series.map(({ role, plain }) => `${role}${plain ? ' plain' : ''}`).join()
  const data = toData(series)
  const latest = useRef(data)
  latest.current = data

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const made = new uPlot(
      options(element, { shape: shape.split(','), height, group, least, hover }),
      latest.current,
      element,
    )
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape, height, theme, group, least])

  const drawn = JSON.stringify(data)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same values in new lists are not worth drawing.
  useEffect(() => {
    plot.current?.setData(data)
  }, [drawn])

  return (
    <div ref={holder} role="img" aria-label={label} style={{ height }} className="w-full overflow-hidden" />
  )
}

function toData(series: readonly AreaSeries[]): uPlot.AlignedData {
  const length = series[0]?.values.length ?? 0
  return [Array.from({ length }, (_, index) => index), ...series.map(({ values }) => [...values])]
}

interface Drawing {
  readonly shape: readonly string[]
  readonly height: number
  readonly group: string | undefined
  readonly least: number
  readonly hover: { readonly current: ((index: number | null) => void) | undefined }
}

function options(element: HTMLElement, { shape, height, group, least, hover }: Drawing): uPlot.Options {
  const styles = getComputedStyle(document.documentElement)
  return {
    width: element.clientWidth,
    height,
    padding: [6, 0, 0, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: false, y: false },
      ...(group ? { sync: { key: group, scales: ['x', null] } } : {}),
    },
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(least, max * 1.04)] } },
    series: [
      {},
      ...shape.map((one) => {
        const [role = '', plain] = one.split(' ')
        const colour = styles.getPropertyValue(role).trim()
        return {
          stroke: colour,
          width: 1.5,
          ...(plain ? {} : { fill: `color-mix(in oklab, ${colour} 14%, transparent)` }),
          points: { show: false },
          ...(uPlot.paths.spline ? { paths: uPlot.paths.spline() } : {}),
        }
      }),
    ],
    hooks: { setCursor: [(made) => hover.current?.(made.cursor.idx ?? null)] },
  }
}
