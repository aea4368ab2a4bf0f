import { useCallback, useState } from 'react'
import uPlot from 'uplot'
import type { Language, Text } from '../../../platform/text.ts'
import { chartSize, inkIn, rangeOf } from '../../../web/chart-ink.ts'
import { instantLine } from '../../../web/civil.ts'
import { useSpoken } from '../../../web/language.tsx'
import { number } from '../../../web/message.ts'
import { useTheme } from '../../../web/theme.ts'
import { onArrows, usePlot } from '../../../web/use-plot.ts'
import type { SeriesPage } from '../page-schema.ts'
import { loneIn, type Gap } from './gaps.ts'

type ChartProps = { page: SeriesPage; gaps: readonly Gap[]; label: Text }

const HEIGHT = { wide: 320, narrow: 240 }

/** The course of a series with the present at its right edge; gaps stand as bands. Drawn anew when light turns dark. */
export function SeriesChart(props: ChartProps) {
  return <Drawn key={useTheme()} {...props} />
}

/** The arrow keys move the step that is read out. */
function Drawn({ page, gaps, label }: ChartProps) {
  const { language, say } = useSpoken()
  const [step, setStep] = useState<number>()
  const { values, from, step_ms, zone } = page
  const fromMs = Date.parse(from)
  const draw = useCallback(
    (node: HTMLElement) => {
      const x = values.map((_, at) => (fromMs + at * step_ms) / 1000)
      const told = { language, zone, gaps, values, onStep: setStep }
      return new uPlot(optionsFor(node, told), [x, [...values]], node)
    },
    [values, fromMs, step_ms, zone, gaps, language],
  )
  const { place, pointAt } = usePlot(draw, HEIGHT)
  const moveBy = (steps: number): void => {
    const to = Math.min(values.length - 1, Math.max(0, (step ?? values.length - 1) + steps))
    pointAt((fromMs + to * step_ms) / 1000)
    setStep(to)
  }
  const at = step === undefined ? undefined : new Date(fromMs + step * step_ms).toISOString()
  const value = step === undefined ? undefined : values[step]
  return (
    <>
      <div
        ref={place}
        className="series-plot"
        tabIndex={0}
        role="application"
        aria-label={say(label)}
        onKeyDown={onArrows(12, moveBy)}
      />
      <p className="series-readout" role="status">
        {at === undefined
          ? say({ ja: '← → で一つずつ読み上げます。', en: '← and → read one step after another.' })
          : `${say(instantLine(at, zone))}\u2003${value == null ? say({ ja: '欠測', en: 'nothing measured' }) : number(value)}`}
      </p>
    </>
  )
}

type Told = {
  language: Language
  zone: string
  gaps: readonly Gap[]
  values: readonly (number | null)[]
  onStep: (at: number | undefined) => void
}

function optionsFor(node: HTMLElement, { language, zone, gaps, values, onStep }: Told): uPlot.Options {
  const ink = inkIn(node)
  const font = `12px ${getComputedStyle(node).fontFamily}`
  const axis = { stroke: ink('soft'), font, grid: { stroke: ink('rule'), width: 1 }, ticks: { show: false } }
  const lone = loneIn(values)
  return {
    ...chartSize(node, HEIGHT),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: true }, y: { range: (_self, low, high) => rangeOf(low, high) } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    axes: [
      {
        ...axis,
        size: 34,
        space: 96,
        incrs: [1, 3, 6, 12, 24, 48, 168, 336].map((hours) => hours * 3_600),
        values: (_self, splits, _axis, _space, increment) =>
          splits.map((at) => timeLabel(at, increment, language, zone)),
      },
      { ...axis, size: 72, values: (_self, splits) => splits.map((at) => shortNumber(at)) },
    ],
    series: [
      {},
      {
        stroke: ink('ink'),
        width: 1.4,
        points: { show: lone.length > 0, size: 4, fill: ink('ink'), filter: () => lone },
      },
    ],
    hooks: {
      drawClear: [(self) => drawGaps(self, gaps, ink('stale', 14))],
      setCursor: [({ cursor }) => onStep(cursor.idx ?? undefined)],
    },
  }
}

function drawGaps(self: uPlot, gaps: readonly Gap[], colour: string): void {
  const { ctx, bbox, data } = self
  const [x] = data
  ctx.save()
  ctx.fillStyle = colour
  for (const { from, until } of gaps) {
    const left = self.valToPos(x[from]!, 'x', true)
    const right = self.valToPos(x[Math.min(until, x.length - 1)]!, 'x', true)
    ctx.fillRect(left, bbox.top, Math.max(1, right - left), bbox.height)
  }
  ctx.restore()
}

const DAY_S = 86_400

function timeLabel(seconds: number, increment: number, language: Language, zone: string): string {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  const day = { month: language === 'ja' ? 'numeric' : 'short', day: 'numeric' } as const
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...(increment < DAY_S ? hour : day) })
  return format.format(seconds * 1000)
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 })

function shortNumber(value: number): string {
  return short.format(value)
}
