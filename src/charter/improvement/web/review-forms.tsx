import { Problem } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import type { ReviewRow } from '../page.ts'
import { Area, DateField, PersonField, PersonsField } from './fields.tsx'
import { useSending } from './pages.tsx'
import { words } from './words.ts'

const DECISIONS = [1, 2, 3, 4, 5] as const

function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** Holds a review: when, with whom, and who approves it. */
export function HoldForm() {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb">
      <summary>{say(words.hold)}</summary>
      <p className="soft">{say(words.holdWhy)}</p>
      <form
        key={times}
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          void sending('/api/improvement/reviews', {
            date: textOf(form, 'date'),
            attendees: form.getAll('attendees'),
            executive: textOf(form, 'executive'),
          })
        }}
      >
        <DateField label={words.date} name="date" />
        <PersonsField label={words.attendees} name="attendees" />
        <PersonField label={words.executive} name="executive" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.holdDo)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}

/** Records minutes and decisions; a decision without words is none. */
export function RecordForm({ review }: { review: ReviewRow }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb" open={review.state === 'held'}>
      <summary>{say(words.record)}</summary>
      <form
        key={times}
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const decisions = DECISIONS.map((nth) => ({
            what: textOf(form, `what-${nth}`),
            owner: textOf(form, `owner-${nth}`),
            due: textOf(form, `due-${nth}`),
          })).filter(({ what }) => what !== '')
          const path = `/api/improvement/reviews/${encodeURIComponent(review.id)}/record`
          void sending(path, { minutes: textOf(form, 'minutes'), decisions })
        }}
      >
        <Area label={words.minutes} name="minutes" initial={review.minutes} />
        {DECISIONS.map((nth) => (
          <fieldset key={nth} className="decision">
            <legend>{say(words.decision(nth))}</legend>
            <Area
              label={words.what}
              name={`what-${nth}`}
              required={false}
              initial={review.decisions[nth - 1]?.what ?? ''}
            />
            <PersonField
              label={words.owner}
              name={`owner-${nth}`}
              required={false}
              initial={review.decisions[nth - 1]?.owner.id ?? ''}
            />
            <DateField label={words.due} name={`due-${nth}`} required={false} />
          </fieldset>
        ))}
        <button type="submit" className="button" disabled={busy}>
          {say(words.record)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}
