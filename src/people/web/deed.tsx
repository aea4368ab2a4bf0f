import type { ReactNode } from 'react'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { Form, Problem, type Doing } from './form.tsx'

type DeedProps = {
  title: Text
  /** What it means. */
  lead?: Text
  /** What the button says. */
  act: Text
  /** `times`: how often it was done; the form begins anew each time. */
  doing: Pick<Doing, 'busy' | 'error'> & { times?: number }
  /** Why there is nothing to ask for. */
  nothing?: Text | undefined
  onSend: (values: Record<string, string>) => void
  /** What came of it. */
  outcome?: ReactNode
  children: ReactNode
}

/** Something that can be done, folded up until it is wanted: what it means, what is asked for, and one button. */
export function Deed({ title, lead, act, doing, nothing, onSend, outcome, children }: DeedProps) {
  const say = useSay()
  return (
    <details className="people-section">
      <summary>{say(title)}</summary>
      {lead !== undefined && <p className="soft">{say(lead)}</p>}
      {nothing === undefined ? (
        <Form key={doing.times} onSend={onSend}>
          {children}
          <button type="submit" className="button" disabled={doing.busy}>
            {say(act)}
          </button>
        </Form>
      ) : (
        <p>{say(nothing)}</p>
      )}
      {outcome}
      <Problem error={doing.error} />
    </details>
  )
}
