import { useSay } from '../../../web/language.tsx'
import type { ResourcePage } from '../wall/page.ts'
import { named } from './civil-words.ts'
import { words } from './words.ts'

/** What the lines of the chart are; only those that are drawn. */
export function FanLegend({ page, then }: { page: ResourcePage; then: number | undefined }) {
  const say = useSay()
  const { under_failure: under, measured, names, against } = page
  const kinds = [
    ['measured', words.measured],
    ...(page.fan.length === 0
      ? []
      : ([
          ['median', words.forecast],
          ['band', words.bands],
        ] as const)),
    ['limit', words.limit],
    ...(under === null ? [] : [['under', words.limitUnder(named(names, under.failure))] as const]),
    ...(measured?.ceiling == null ? [] : [['ceiling', words.ceiling] as const]),
    ...(then === undefined || against[then] === undefined ? [] : [['earlier', words.earlier] as const]),
  ] as const
  return (
    <ul className="fan-legend">
      {kinds.map(([kind, word]) => (
        <li key={kind}>
          <i className={kind} />
          {say(word)}
        </li>
      ))}
    </ul>
  )
}
