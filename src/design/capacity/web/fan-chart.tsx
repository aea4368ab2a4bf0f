import { useCallback, useState } from 'react'
import uPlot from 'uplot'
import type { Language, Text } from '../../../platform/text.ts'
import { chartSize, inkIn, rangeOf } from '../../../web/chart-ink.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSpoken } from '../../../web/language.tsx'
import { useTheme } from '../../../web/theme.ts'
import { onArrows, usePlot } from '../../../web/use-plot.ts'
import { amount } from './civil-words.ts'
import type { FanColumns } from './fan-data.ts'
import { words } from './words.ts'

/** A day that is marked in the chart, by a line from top to bottom. */
export type MarkedDay = { date: string; word: Text; kind: 'order' | 'run' | 'late' | 'today' | 'delivery' }

type ChartProps = { columns: FanColumns; unit: Text; marks: MarkedDay[]; label: Text; describedBy: string }

/** What was measured, the fan of the forecast, and the limits. Drawn anew when the page turns light or dark. */
export function FanChart(props: ChartProps) {
  return <Drawn key={useTheme()} {...props} />
}

/** The arrow keys move the day that is read out. */
function Drawn({ columns, unit, marks, label, describedBy }: ChartProps) {
  const { language, say } = useSpoken()
  const [day, setDay] = useState<number>()
  const draw = useCallback(
    (node: HTMLElement) =>
      new uPlot(optionsFor(node, { language, marks, say, onDay: setDay }), dataOf(columns), node),
    [columns, language, marks, say],
  )
  const { place, pointAt } = usePlot(draw, HEIGHT)
  const moveBy = (steps: number): void => {
    const last = columns.x.length - 1
    const from = day ?? columns.median.findIndex((value) => value !== null)
    const to = Math.min(last, Math.max(0, from + steps))
    pointAt(columns.x[to]!)
    setDay(to)
  }
  return (
    <>
      <div
        ref={place}
        className="fan-plot"
        tabIndex={0}
        role="application"
        aria-label={say(label)}
        aria-describedby={describedBy}
        onKeyDown={onArrows(30, moveBy)}
      />
      <Readout columns={columns} at={day} unit={unit} id={describedBy} />
    </>
  )
}

type ReadoutProps = { columns: FanColumns; at: number | undefined; unit: Text; id: string }

/** The figures of the day under the pointer, in words. */
function Readout({ columns, at, unit, id }: ReadoutProps) {
  const { say } = useSpoken()
  const day = at === undefined ? undefined : columns.days[at]
  if (at === undefined || day === undefined)
    return (
      <p className="fan-readout" id={id} role="status">
        {say(words.chartKeys)}
      </p>
    )
  const parts: [Text, number | null | undefined][] = [
    [words.measured, columns.measured[at]],
    [words.forecast, columns.median[at]],
    [words.limit, columns.usable[at]],
    [words.n1, columns.underFailure[at]],
    [words.earlier, columns.earlier[at]],
  ]
  const [lower, upper] = [columns.lower95[at], columns.upper95[at]]
  return (
    <p className="fan-readout" id={id} role="status">
      <b>{say(civilDate(day, false))}</b>
      {parts.map(([word, value]) =>
        value == null ? null : (
          <span key={word.en}>
            {'\u2003'}
            {say(word)} <b>{amount(value)}</b>
          </span>
        ),
      )}
      {lower != null && upper != null && (
        <span>
          {'\u2003'}95% <b>{`${amount(lower)}–${amount(upper)}`}</b>
        </span>
      )}
      {'\u2003'}
      {say(unit)}
    </p>
  )
}

function dataOf(columns: FanColumns): uPlot.AlignedData {
  const { x, upper95, lower95, upper80, lower80, median, measured, usable, underFailure, ceiling, earlier } =
    columns
  return [x, upper95, lower95, upper80, lower80, median, measured, usable, underFailure, ceiling, earlier]
}

const HEIGHT = { wide: 400, narrow: 300 }

type Told = {
  language: Language
  marks: MarkedDay[]
  say: (text: Text) => string
  onDay: (at: number | undefined) => void
}

function optionsFor(node: HTMLElement, told: Told): uPlot.Options {
  const ink = inkIn(node)
  const font = `12px ${getComputedStyle(node).fontFamily}`
  const bare = { points: { show: false } } as const
  const line = (token: string, width: number, dash?: number[]): uPlot.Series => ({
    ...bare,
    stroke: ink(token),
    width,
    ...(dash !== undefined && { dash }),
  })
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  const axis = { stroke: ink('soft'), font, grid: { stroke: ink('rule'), width: 1 }, ticks: { show: false } }
  return {
    ...chartSize(node, HEIGHT),
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: true }, y: { range: (_self, low, high) => rangeOf(low, high) } },
    tzDate: (seconds) => new Date(seconds * 1000),
    axes: [
      {
        ...axis,
        size: 34,
        space: 78,
        values: (_self, splits) => splits.map((at) => monthLabel(at, told.language)),
        incrs: [30, 61, 91, 182, 365].map((days) => days * 86_400),
        splits: (self, _axis, low, high) => monthStarts(low, high, self.width),
      },
      { ...axis, size: 68, values: (_self, splits) => splits.map(amount) },
    ],
    series: [
      {},
      { ...bare, width: 0 },
      { ...bare, width: 0 },
      { ...bare, width: 0 },
      { ...bare, width: 0 },
      line('link', 2, [6, 4]),
      line('ink', 1.4),
      { ...line('ink', 1.4), ...(stepped && { paths: stepped }) },
      line('stale', 1.5, [7, 5]),
      line('soft', 1.2, [2, 3]),
      { ...line('waived', 1.6), spanGaps: true },
    ],
    bands: [
      { series: [1, 2], fill: ink('link', 13) },
      { series: [3, 4], fill: ink('link', 18) },
    ],
    hooks: {
      draw: [(self) => drawMarks(self, told, ink)],
      setCursor: [({ cursor }) => told.onDay(cursor.idx ?? undefined)],
    },
  }
}

const WIDTH_PER_LABEL = 92

function monthStarts(low: number, high: number, width: number): number[] {
  const months = Math.ceil((high - low) / (30.44 * 86_400))
  const fits = Math.max(2, Math.floor(width / devicePixelRatio / WIDTH_PER_LABEL))
  const every = [1, 2, 3, 6, 12].find((step) => months / step <= fits) ?? 24
  const from = new Date(low * 1000)
  const first = from.getUTCFullYear() * 12 + from.getUTCMonth() + 1
  const starts: number[] = []
  for (let at = first; ; at += 1) {
    if (at % every !== 0) continue
    const seconds = Date.UTC(Math.floor(at / 12), at % 12, 1) / 1000
    if (seconds > high) return starts.length > 0 ? starts : [low]
    starts.push(seconds)
  }
}

function monthLabel(seconds: number, language: Language): string {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB'
  const month = language === 'ja' ? 'numeric' : 'short'
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month, timeZone: 'UTC' }).format(seconds * 1000)
}

const MARK_INK = { order: 'soft', run: 'ink', late: 'fail', today: 'link', delivery: 'pass' } as const

/** Lines from top to bottom with a word at the top, each on a line of its own where they would run into each other. */
function drawMarks(self: uPlot, { marks, say }: Told, ink: (token: string) => string): void {
  const { ctx, bbox } = self
  const scale = devicePixelRatio
  const rows: number[] = []
  ctx.save()
  ctx.font = `${12 * scale}px ${getComputedStyle(self.root).fontFamily}`
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  for (const { date, word, kind } of marks) {
    const at = self.valToPos(Date.parse(`${date}T12:00:00Z`) / 1000, 'x', true)
    if (at < bbox.left || at > bbox.left + bbox.width) continue
    ctx.strokeStyle = ink(MARK_INK[kind])
    ctx.fillStyle = ink(MARK_INK[kind])
    ctx.lineWidth = (kind === 'today' ? 1 : 1.5) * scale
    ctx.beginPath()
    ctx.moveTo(at, bbox.top)
    ctx.lineTo(at, bbox.top + bbox.height)
    ctx.stroke()
    const text = say(word)
    const width = ctx.measureText(text).width
    const isLeft = at + width + 6 * scale > bbox.left + bbox.width
    const start = isLeft ? at - width - 5 * scale : at + 5 * scale
    const row = Math.max(
      0,
      rows.findIndex((end) => end < start),
      rows.every((end) => end >= start) ? rows.length : 0,
    )
    rows[row] = start + width + 8 * scale
    ctx.fillText(text, start, bbox.top + (3 + 16 * row) * scale)
  }
  ctx.restore()
}
