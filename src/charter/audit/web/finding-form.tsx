import { Form, Problem } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import { Area } from '../../improvement/web/fields.tsx'
import type { ControlRow } from '../page.ts'
import { auditPath } from './audit-query.ts'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

/** Where a control was concluded not to be effective: makes that a finding, in the words of the conclusion. */
export function FindingForm({ id, row: { control, conclusion, finding } }: { id: string; row: ControlRow }) {
  const say = useSay()
  const { busy, error, sending } = useSending()
  const reasons = [
    conclusion?.design === 'not-effective' ? conclusion.design_reason : '',
    conclusion?.operation === 'not-effective' ? conclusion.operation_reason : '',
  ].filter((reason) => reason !== '')
  if (finding !== undefined || reasons.length === 0) return null
  return (
    <details className="verb" open>
      <summary>{say(words.raise)}</summary>
      <Form onSend={({ because }) => void sending(`${auditPath(id)}/findings`, { control, because })}>
        <Area label={words.because} name="because" initial={reasons.join('\n')} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.raise)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}
