import { Field, Problem } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import { CLAUSES } from '../../clauses.ts'
import { Area, DateField } from '../../improvement/web/fields.tsx'
import { auditWords } from '../report-words.ts'
import { textOf } from './form-text.ts'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

/** Opens an engagement: what it is about, which clauses, which days, measured by what. */
export function OpenForm() {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb">
      <summary>{say(words.open)}</summary>
      <form
        key={times}
        className="people-form wide"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          void sending('/api/audit/engagements', {
            title: textOf(form, 'title'),
            clauses: form.getAll('clauses'),
            from: textOf(form, 'from'),
            through: textOf(form, 'through'),
            criteria: textOf(form, 'criteria'),
          })
        }}
      >
        <Field label={words.title} name="title" />
        <div className="side-by-side">
          <DateField label={words.from} name="from" />
          <DateField label={words.through} name="through" />
        </div>
        <fieldset>
          <legend>{say(words.clausesHint)}</legend>
          <div className="clauses-choice">
            {CLAUSES.map(({ id, title }) => (
              <label key={id} data-depth={id.split('.').length}>
                <input type="checkbox" name="clauses" value={id} /> <span className="clause-id">{id}</span>{' '}
                <span>{say(title)}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Area label={auditWords.criteria} name="criteria" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.openDo)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}
