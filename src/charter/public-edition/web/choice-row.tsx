import { useState } from 'react'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { StateMark, STATE_WORDS, type State } from '../../../web/state.tsx'
import { SHOWS, type ClauseChoice, type Shows } from '../choices.ts'
import type { Overview } from './public-edition-query.ts'
import { words } from './words.ts'

type RowProps = {
  clause: Overview['clauses'][number]
  choice: ClauseChoice
  disabled: boolean
  change: (choice: ClauseChoice) => void
}

const STATE_OF: Record<string, State> = { pass: 'pass', fail: 'fail', 'not-applicable': 'na' }

/** One clause: how it stands now, and what of it becomes public. */
export function ChoiceRow({ clause, choice, disabled, change }: RowProps) {
  const say = useSay()
  const { id, title, verdict } = clause
  const state = STATE_OF[verdict] ?? 'unknown'
  const isJudged = choice.shows === 'state'
  const flag = (name: 'freshness' | 'since') => (
    <label className="flag">
      <input
        type="checkbox"
        checked={choice[name]}
        disabled={disabled || !isJudged}
        onChange={(event) => change({ ...choice, [name]: event.target.checked })}
        aria-label={`${id} ${say(words[name])}`}
      />
      {say(words[name])}
    </label>
  )
  return (
    <li className={`choice depth-${id.split('.').length}`}>
      <p className="which">
        <span className="mono">{id}</span> {say(title)}{' '}
        <span className={`now state-${state}`}>
          <StateMark state={state} /> {say(STATE_WORDS[state])}
        </span>
      </p>
      <div className="what">
        <select
          value={choice.shows}
          disabled={disabled}
          aria-label={say(words.showsOf(id))}
          onChange={(event) => change({ ...choice, shows: event.target.value as Shows })}
        >
          {SHOWS.map((shows) => (
            <option key={shows} value={shows}>
              {say(words.shows[shows])}
            </option>
          ))}
        </select>
        {isJudged && flag('since')}
        {isJudged && flag('freshness')}
        {choice.shows !== 'nothing' && <Remark id={id} choice={choice} disabled={disabled} change={change} />}
      </div>
    </li>
  )
}

type RemarkProps = Omit<RowProps, 'clause'> & { id: string }

/** A sentence of the operator's own; it counts once it stands in both languages. */
function Remark({ id, choice, disabled, change }: RemarkProps) {
  const say = useSay()
  const [written, setWritten] = useState<Text>(choice.remark ?? { ja: '', en: '' })
  const write = (language: keyof Text, text: string) => {
    const next = { ...written, [language]: text }
    setWritten(next)
    const { remark: _remark, ...rest } = choice
    const isWhole = next.ja.trim() !== '' && next.en.trim() !== ''
    change(isWhole ? { ...rest, remark: { ja: next.ja.trim(), en: next.en.trim() } } : rest)
  }
  const isHalf = (written.ja.trim() === '') !== (written.en.trim() === '')
  return (
    <details className="remark" open={choice.remark !== undefined ? true : undefined}>
      <summary>{say(words.remark)}</summary>
      <p className="soft">{say(words.remarkHint)}</p>
      {(['ja', 'en'] as const).map((language) => (
        <label key={language}>
          <span>{say(language === 'ja' ? words.japanese : words.english)}</span>
          <textarea
            lang={language}
            rows={2}
            maxLength={400}
            value={written[language]}
            disabled={disabled}
            aria-label={`${say(words.remarkOf(id))} (${say(language === 'ja' ? words.japanese : words.english)})`}
            onChange={(event) => write(language, event.target.value)}
          />
        </label>
      ))}
      {isHalf && <p className="form-problem">{say(words.remarkHalf)}</p>}
    </details>
  )
}
