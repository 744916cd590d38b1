/** Two quiet areas over time. Colours are roles of the theme, read when it is drawn: a new `theme` draws it anew. */
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

export interface AreaSeries {
  label: string
  values: readonly number[]
  /** Name of a CSS custom property, "--accent". */
  role: string
}

export interface AreaChartProps {
  label: string
  series: readonly AreaSeries[]
  height: number
  theme: string
  /** The point under the pointer, or null when it leaves. */
  onHover: (index: number | null) => void
}

export function AreaChart({ label, series, height, theme, onHover }: AreaChartProps) {
  const holder = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const hover = useRef(onHover)
  hover.current = onHover
  const shape = series.map(({ role }) => role).join()
  const data = toData(series)
  const latest = useRef(data)
  latest.current = data

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours.
  useEffect(() => {
    const element = holder.current
    if (!element) return
    const made = new uPlot(options(element, shape.split(','), height, hover), latest.current, element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [shape, height, theme])

  useEffect(() => {
    plot.current?.setData(data)
  }, [data])

  return (
    <div ref={holder} role="img" aria-label={label} style={{ height }} className="w-full overflow-hidden" />
  )
}

function toData(series: readonly AreaSeries[]): uPlot.AlignedData {
  const length = series[0]?.values.length ?? 0
  return [Array.from({ length }, (_, index) => index), ...series.map(({ values }) => [...values])]
}

function options(
  element: HTMLElement,
  roles: readonly string[],
  height: number,
  hover: { readonly current: (index: number | null) => void },
): uPlot.Options {
  const styles = getComputedStyle(document.documentElement)
  return {
    width: element.clientWidth,
    height,
    padding: [18, 0, 0, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: { x: { time: false }, y: { range: (_plot, _min, max) => [0, Math.max(4, max)] } },
    series: [
      {},
      ...roles.map((role) => {
        const colour = styles.getPropertyValue(role).trim()
        return {
          stroke: colour,
          width: 1.5,
          fill: `color-mix(in oklab, ${colour} 14%, transparent)`,
          points: { show: false },
          ...(uPlot.paths.spline ? { paths: uPlot.paths.spline() } : {}),
        }
      }),
    ],
    hooks: { setCursor: [(made) => hover.current(made.cursor.idx ?? null)] },
  }
}
