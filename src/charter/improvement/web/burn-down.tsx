import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../../web/language.tsx'
import { PictureTable } from '../../../web/picture-table.tsx'
import type { BurnDownPage } from '../page.ts'
import { burnDownQuery } from './improvement-query.ts'
import { words } from './words.ts'

const WIDTH = 860
const HEIGHT = 190
const LEFT = 38
const RIGHT = 14
const TOP = 12
const BOTTOM = 26

/** The unknown controls day by day as a stepped line, today at the right edge, with its table behind it. */
export function BurnDown() {
  const say = useSay()
  const { data } = useQuery(burnDownQuery)
  const first = data?.days[0]
  const last = data?.days.at(-1)
  if (data === undefined || first === undefined || last === undefined) return null
  return (
    <figure className="burn-down">
      <Picture days={data.days} name={say(words.burnDown)} />
      <figcaption>{say(words.burnDownSays(first.unknown, last.unknown))}</figcaption>
      <PictureTable
        name={words.burnDown}
        file="adoption"
        columns={[
          { title: words.day },
          ...[words.unknown, words.unplanned, words.late, words.total].map((title) => ({
            title,
            kind: 'number' as const,
          })),
        ]}
        rows={data.days.map(({ date, unknown, unplanned, late, total }) => [
          date,
          unknown,
          unplanned,
          late,
          total,
        ])}
      />
    </figure>
  )
}

function Picture({ days, name }: { days: BurnDownPage['days']; name: string }) {
  const most = Math.max(1, ...days.map(({ unknown }) => unknown))
  const step = (WIDTH - LEFT - RIGHT) / days.length
  const x = (at: number) => LEFT + at * step
  const y = (count: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / most)
  const line = (of: 'unknown' | 'unplanned') =>
    days.map((day, at) => `${at === 0 ? 'M' : 'L'}${x(at)} ${y(day[of])}H${x(at + 1)}`).join('')
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={name}>
      <path className="floor" d={`M${LEFT} ${y(0)}H${WIDTH - RIGHT}`} />
      <path className="ceiling" d={`M${LEFT} ${y(most)}H${WIDTH - RIGHT}`} />
      <path className="area" d={`${line('unknown')}V${y(0)}H${LEFT}Z`} />
      <path className="unplanned" d={line('unplanned')} />
      <path className="unknown" d={line('unknown')} />
      <text x={LEFT - 8} y={y(most) + 4} textAnchor="end">
        {most}
      </text>
      <text x={LEFT - 8} y={y(0) + 4} textAnchor="end">
        0
      </text>
      <text x={LEFT} y={HEIGHT - 6}>
        {days[0]?.date}
      </text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 6} textAnchor="end">
        {days.at(-1)?.date}
      </text>
    </svg>
  )
}
