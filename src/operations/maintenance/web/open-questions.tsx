import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark } from '../../../web/state.tsx'
import type { MaintenanceImpact } from '../impact/routes.ts'
import { words } from './words.ts'

/** What could not be judged: unknown is never shown as nothing lost. */
export function OpenQuestions({ impact }: { impact: MaintenanceImpact }) {
  const say = useSay()
  const { unresolved, without_window, without_standing, loads_judged, without_loads } = impact
  const openLoads = !loads_judged || without_loads.length > 0
  if (unresolved.length + without_window.length + without_standing.length === 0 && !openLoads) return null
  return (
    <section aria-labelledby="open-title" className="open-questions">
      <h2 id="open-title">
        <StateMark state="unknown" /> {say(words.open)}
      </h2>
      <ul>
        {without_window.map((key) => (
          <li key={`window ${key}`}>
            <Link href={paths.maintenance({ key })}>{key}</Link> {say(words.withoutWindow)}
          </li>
        ))}
        {unresolved.map(({ maintenance, said }) => (
          <li key={`unresolved ${maintenance}`}>
            <Link href={paths.maintenance({ key: maintenance })}>{maintenance}</Link>{' '}
            {say(words.unresolved(said.join(', ')))}
          </li>
        ))}
        {without_standing.length > 0 && <li>{say(words.withoutStanding(without_standing.join(', ')))}</li>}
        {openLoads && <li>{say(words.withoutLoads)}</li>}
      </ul>
    </section>
  )
}
