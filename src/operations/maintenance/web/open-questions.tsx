import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark } from '../../../web/state.tsx'
import type { MaintenanceImpact } from '../impact/routes.ts'
import { labelOf } from './label.ts'
import { words } from './words.ts'

/** What could not be judged: unknown is never shown as nothing lost. */
export function OpenQuestions({ impact }: { impact: MaintenanceImpact }) {
  const say = useSay()
  const { unresolved, without_window, without_standing, loads_judged, without_loads, loads } = impact
  const notForecast = loads_judged ? loads.not_forecast : []
  const openLoads = !loads_judged || without_loads.length > 0
  const open = [unresolved, without_window, without_standing, notForecast].some((list) => list.length > 0)
  if (!open && !openLoads) return null
  return (
    <section aria-labelledby="open-title" className="open-questions">
      <h2 id="open-title">
        <StateMark state="unknown" /> {say(words.open)}
      </h2>
      <ul>
        {without_window.map((key) => (
          <li key={`window ${key}`}>
            <Link href={paths.maintenance({ key })}>{say(labelOf(impact, key))}</Link>{' '}
            {say(words.withoutWindow)}
          </li>
        ))}
        {unresolved.map(({ maintenance, said }) => (
          <li key={`unresolved ${maintenance}`}>
            <Link href={paths.maintenance({ key: maintenance })}>{say(labelOf(impact, maintenance))}</Link>{' '}
            {say(words.unresolved(said.join(', ')))}
          </li>
        ))}
        {without_standing.length > 0 && <li>{say(words.withoutStanding(without_standing.join(', ')))}</li>}
        {notForecast.map(({ from, to, because }) => (
          <li key={`demand ${from} ${to}`}>{say(words.notForecast(from, to, because))}</li>
        ))}
        {openLoads && <li>{say(words.withoutLoads)}</li>}
      </ul>
    </section>
  )
}
