import { useSay } from '../../../web/language.tsx'
import { StateWord, type State } from '../../../web/state.tsx'
import type { LoadPage } from '../wall/page.ts'
import { amount, share } from './civil-words.ts'
import { loadWords } from './load-words.ts'

const STATE: Record<LoadPage['procedures'][number]['verdict'], State> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
}

/** By procedure: what comes back at once, how long that takes, and whether it subsides. */
export function Surges({ page: { procedures, controls } }: { page: LoadPage }) {
  const say = useSay()
  const surge = controls.find(({ id }) => id === 'capacity.restart-surge')
  const uncovered = surge?.because.filter(({ verdict }) => verdict === 'unknown') ?? []
  return (
    <section className="capacity-part" aria-labelledby="surges-title">
      <h2 id="surges-title">{say(loadWords.surgeTitle)}</h2>
      <p className="meta">{say(loadWords.surgeLead)}</p>
      {procedures.length === 0 && <p>{say(loadWords.noSurges)}</p>}
      {procedures.length > 0 &&
        uncovered.map(({ text }) => (
          <p key={text.en} className="state-unknown">
            {say(text)}
          </p>
        ))}
      <ul className="surges">
        {procedures.map((one) => {
          const slowest = one.events[0]?.drained_after_s
          return (
            <li key={one.id}>
              <div>
                <h3>{say(one.name)}</h3>
                <p className="meta">
                  <code>{one.id}</code>
                  {one.utilisation !== null && ` · ${say(loadWords.atRest(share(one.utilisation)))}`}
                </p>
              </div>
              <div>
                <p>
                  <StateWord state={STATE[one.verdict]} />
                  {'\u2003'}
                  {one.events.length > 0 &&
                    say(
                      slowest === null ? loadWords.neverDrains : loadWords.worstDrain(amount(slowest ?? 0)),
                    )}{' '}
                  <span className="soft">{say(loadWords.allowed(one.drained_within_s))}</span>
                </p>
                {one.because.map((text) => (
                  <p key={text.en} className="meta">
                    {say(text)}
                  </p>
                ))}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
