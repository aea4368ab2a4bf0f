import type { ReactNode } from 'react'
import { useSay } from './language.tsx'
import { STATE_WORDS, StateMark, type State } from './state.tsx'

type NoteProps = {
  state: State
  /** What was found, in plain words, after the word of the state. */
  finding?: ReactNode
  /** Population, freshness, computed or attested. */
  meta?: ReactNode
  /** How it stood before. */
  past?: ReactNode
  /** Nothing is known yet and nothing is to be done here: one soft line. */
  quiet?: boolean
  /** It has just turned while the reader looked on. */
  turned?: boolean
  children?: ReactNode
}

/** The margin note: the living truth beside a clause. */
export function MarginNote({ state, finding, meta, past, quiet, turned, children }: NoteProps) {
  const say = useSay()
  const kind = `note says${quiet === true ? ' quiet' : ''}${turned === true ? ` turned state-${state}` : ''}`
  return (
    <div className={kind}>
      <StateMark state={state} />
      <div>
        <p className="verdict">
          <b className={`state-${state}`}>{say(STATE_WORDS[state])}</b>
          {finding}
        </p>
        {children}
        {meta !== undefined && <p className="meta">{meta}</p>}
        {past}
      </div>
    </div>
  )
}
