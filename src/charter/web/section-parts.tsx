import type { ReactNode } from 'react'
import type { Text } from '../../platform/text.ts'
import { wordsOf } from '../../people/web/form.tsx'
import { useSay } from '../../web/language.tsx'
import { STANDING_WORDS } from './clause-words.ts'
import { same } from '../../web/message.ts'

/** Nothing is there, and what to do about it. */
export function Nothing({ is, todo }: { is: Text; todo?: Text }) {
  const say = useSay()
  return (
    <p className="nothing-there">
      {say(is)} {todo !== undefined && <span className="soft">{say(todo)}</span>}
    </p>
  )
}

/** Why a part of the page could not be read; nothing while it could. */
export function Trouble({ query }: { query: { isError: boolean; error: unknown } }) {
  const say = useSay()
  return query.isError ? (
    <p className="form-problem" role="alert">
      {say(wordsOf(query.error))}
    </p>
  ) : null
}

/** Where a rule, a waiver or an attestation stands, in a word. */
export function Standing({ state }: { state: string }) {
  const say = useSay()
  return <span className={`standing-word is-${state}`}>{say(STANDING_WORDS[state] ?? same(state))}</span>
}

/** What there is to say of an entry in single lines: a term, and what it is. */
export function Terms({ lines }: { lines: readonly (readonly [Text, ReactNode])[] }) {
  const say = useSay()
  return (
    <dl className="terms">
      {lines.map(([term, value]) => (
        <div key={term.en}>
          <dt>{say(term)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
