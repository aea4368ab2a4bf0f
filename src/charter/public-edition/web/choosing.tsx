import { useQueryClient } from '@tanstack/react-query'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import { announce } from '../../../web/announce.tsx'
import { useSay } from '../../../web/language.tsx'
import { useMay } from '../../web/standing.ts'
import { SHOWS, type Choices, type ClauseChoice, type Shows } from '../choices.ts'
import { ChoiceRow } from './choice-row.tsx'
import { sending, type Overview } from './public-edition-query.ts'
import { words } from './words.ts'

type ChoosingProps = {
  overview: Overview
  choices: Choices
  change: (choices: Choices) => void
  restore: () => void
}

/** What of each clause becomes public, kept for later or put forward as it stands. */
export function Choosing({ overview, choices, change, restore }: ChoosingProps) {
  const say = useSay()
  const client = useQueryClient()
  const { may, why } = useMay()('public-edition.choose')
  const { busy, error, run } = useDoing()
  const chosen = new Map(choices.clauses.map((choice) => [choice.id, choice]))
  const set = (next: ClauseChoice) =>
    change({ ...choices, clauses: choices.clauses.map((one) => (one.id === next.id ? next : one)) })
  const setAll = (shows: Shows) =>
    change({ ...choices, clauses: choices.clauses.map((one) => ({ ...one, shows })) })
  const done = async (said: { ja: string; en: string }) => {
    announce(say(said))
    await client.invalidateQueries()
  }
  return (
    <section className="choosing" aria-labelledby="choosing-title">
      <h2 id="choosing-title">{say(words.choose)}</h2>
      <p className="soft">{say(words.chooseLead)}</p>
      {why !== undefined && <p className="why-not">{say(why)}</p>}
      <div className="every">
        <span id="every-clause">{say(words.all)}</span>
        <span role="group" aria-labelledby="every-clause">
          {SHOWS.map((shows) => (
            <button
              key={shows}
              type="button"
              className="quiet-button"
              disabled={!may}
              onClick={() => setAll(shows)}
            >
              {say(words.shows[shows])}
            </button>
          ))}
        </span>
      </div>
      <ul className="choices">
        {overview.clauses.map((clause) => {
          const choice = chosen.get(clause.id)
          return (
            choice && (
              <ChoiceRow key={clause.id} clause={clause} choice={choice} disabled={!may} change={set} />
            )
          )
        })}
      </ul>
      <label className="valid-days">
        {say(words.validDays)}{' '}
        <input
          type="number"
          min={1}
          max={400}
          value={choices.valid_days}
          disabled={!may}
          onChange={(event) =>
            change({ ...choices, valid_days: Math.min(400, Math.max(1, Number(event.target.value) || 1)) })
          }
        />
      </label>
      <div className="buttons">
        <button
          type="button"
          className="button"
          disabled={!may || busy}
          onClick={() =>
            void run(async () => {
              const { edition } = await sending.forward(choices)
              await done(words.forwarded(edition))
            })
          }
        >
          {say(words.forward)}
        </button>
        <button
          type="button"
          className="quiet-button"
          disabled={!may || busy}
          onClick={() =>
            void run(async () => {
              await sending.keep(choices)
              await done(words.kept)
            })
          }
        >
          {say(words.keep)}
        </button>
        <button type="button" className="quiet-button" disabled={!may || busy} onClick={restore}>
          {say(words.restore)}
        </button>
      </div>
      <Problem error={error} />
    </section>
  )
}
