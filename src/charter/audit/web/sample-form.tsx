import { useState } from 'react'
import { Field, Problem } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import { Area } from '../../improvement/web/fields.tsx'
import type { ControlRow } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath } from './audit-query.ts'
import { textOf } from './form-text.ts'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

/** Draws a sample, or lets it grow: its size computed, or a number with its reason. */
export function SampleForm({ id, row: { control, sample } }: { id: string; row: ControlRow }) {
  const say = useSay()
  const [kind, setKind] = useState<'attribute' | 'chosen'>('attribute')
  const { busy, error, times, sending } = useSending()
  const send = (form: FormData) => {
    const number = (name: string) => Number(textOf(form, name))
    const rule =
      kind === 'chosen'
        ? { kind, size: number('size'), because: textOf(form, 'because') }
        : {
            kind,
            confidence: number('confidence'),
            tolerable: number('tolerable'),
            expected: number('expected'),
          }
    const seed = textOf(form, 'seed')
    void sending(`${auditPath(id)}/samples`, { control, rule, ...(seed !== '' && { seed }) })
  }
  return (
    <details className="verb" open={sample === undefined}>
      <summary>{say(sample === undefined ? words.draw : words.grow)}</summary>
      <form
        key={times}
        className="people-form wide"
        onSubmit={(event) => {
          event.preventDefault()
          send(new FormData(event.currentTarget))
        }}
      >
        <fieldset className="choice">
          <legend>{say(words.ruleChoice)}</legend>
          {(['attribute', 'chosen'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} />
              {say(one === 'attribute' ? words.byTable : words.byHand)}
            </label>
          ))}
        </fieldset>
        {kind === 'attribute' ? (
          <div className="side-by-side">
            <Field label={words.confidence} name="confidence" initial="95" />
            <Field label={words.tolerable} name="tolerable" initial="5" />
            <Field label={words.expected} name="expected" initial="0" />
          </div>
        ) : (
          <>
            <Field label={words.size} name="size" />
            <Area label={words.because} name="because" />
          </>
        )}
        {sample === undefined && (
          <Field label={auditWords.seed} name="seed" hint={words.seedHint} required={false} />
        )}
        <button type="submit" className="button" disabled={busy}>
          {say(sample === undefined ? words.draw : words.grow)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}
