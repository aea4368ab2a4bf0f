import { useQuery } from '@tanstack/react-query'
import './guide.css'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { useGo } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { Board } from '../board.ts'
import { boardQuery } from './board-query.ts'
import { guideTo, useGuideStop } from './guide.ts'
import { guide } from './guide-words.ts'

type Stop = { href: string; says: Text }

/** The stops, from what is judged now: the thing that fails is the one that the margin names. */
function stopsOf({ conformance }: Board): Stop[] {
  const failing = conformance.clauses
    .filter(({ id }) => id === '2.1')
    .flatMap(({ controls }) => controls.flatMap(({ because }) => because))
    .find(({ verdict, objects }) => verdict === 'fail' && objects.length > 0)?.objects[0]
  return [
    { href: paths.clause('2.1'), says: guide.stops.board },
    { href: paths.redundancy(failing === undefined ? {} : { fail: failing }), says: guide.stops.fails },
    { href: paths.clausePage('2.1'), says: guide.stops.clause },
    { href: paths.maintenance(), says: guide.stops.maintenance },
    { href: paths.ledger({ clause: '2.1' }), says: guide.stops.ledger },
    { href: paths.begin(), says: guide.stops.begin },
  ]
}

/** The guide's line under every screen, while somebody is guided through the demo. */
export function GuideStrip() {
  const stop = useGuideStop()
  const { data: board } = useQuery({ ...boardQuery, enabled: stop !== undefined })
  if (stop === undefined || board === undefined) return null
  return <Strip stop={stop} stops={stopsOf(board)} />
}

/** Each stop is read out when it comes. */
function focused(text: HTMLElement | null): void {
  text?.focus({ preventScroll: true })
}

function Strip({ stop, stops }: { stop: number; stops: readonly Stop[] }) {
  const say = useSay()
  const go = useGo()
  const here = Math.min(stop, stops.length - 1)
  const to = (next: number) => {
    guideTo(next)
    go(stops[next]!.href)
  }
  const isLast = here === stops.length - 1
  return (
    <aside className="guide unprinted" aria-label={say(guide.title)}>
      <p key={here} ref={focused} tabIndex={-1}>
        <span className="guide-stop">{say(guide.of(here + 1, stops.length))}</span>
        {say(stops[here]!.says)}
      </p>
      <div className="guide-buttons">
        <button type="button" className="button" disabled={here === 0} onClick={() => to(here - 1)}>
          {say(guide.back)}
        </button>
        {!isLast && (
          <button type="button" className="button guide-main" onClick={() => to(here + 1)}>
            {say(guide.next)}
          </button>
        )}
        <button type="button" className="button" onClick={() => guideTo(undefined)}>
          {say(guide.leave)}
        </button>
      </div>
    </aside>
  )
}
