import { useId } from 'react'
import { Problem } from '../../../people/web/form.tsx'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { Area } from '../../improvement/web/fields.tsx'
import type { Effectiveness } from '../engagement.ts'
import type { ControlRow } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath } from './audit-query.ts'
import { textOf } from './form-text.ts'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

const CHOICES: readonly Effectiveness[] = ['effective', 'not-effective', 'not-tested']

/** Concludes on design and operation. Nothing is filled in: neither the first time, nor from what was concluded before. */
export function ConclusionForm({ id, row: { control, conclusion } }: { id: string; row: ControlRow }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  const label = say(conclusion === undefined ? words.conclude : words.concludeAgain)
  return (
    <details className="verb">
      <summary>{label}</summary>
      <form
        key={times}
        className="people-form wide"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const names = ['design', 'design_reason', 'operation', 'operation_reason']
          const said = Object.fromEntries(names.map((name) => [name, textOf(form, name)]))
          void sending(`${auditPath(id)}/conclusions`, { control, ...said })
        }}
      >
        <div className="side-by-side">
          <div>
            <Choice label={auditWords.design} name="design" />
            <Area label={reasonOf(auditWords.design)} name="design_reason" />
          </div>
          <div>
            <Choice label={auditWords.operation} name="operation" />
            <Area label={reasonOf(auditWords.operation)} name="operation_reason" />
          </div>
        </div>
        <button type="submit" className="button" disabled={busy}>
          {label}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}

function reasonOf(part: Text): Text {
  return { ja: `${part.ja}についての理由`, en: `Reason on ${part.en.toLowerCase()}` }
}

function Choice({ label, name }: { label: Text; name: string }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <select id={id} name={name} required defaultValue="">
        <option value="" disabled>
          {say(words.chooseOne)}
        </option>
        {CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {say(auditWords.effectiveness[choice])}
          </option>
        ))}
      </select>
    </div>
  )
}
