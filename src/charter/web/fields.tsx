import { useId, useState, type ReactNode } from 'react'
import { useDoing, Problem } from '../../people/web/form.tsx'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { words } from './clause-words.ts'

type LabelledProps = { label: Text; hint?: Text | undefined; wide?: boolean }

type InputProps = LabelledProps & {
  name: string
  type?: 'text' | 'date' | 'number'
  initial?: string | number
  required?: boolean
  max?: string
  min?: string | number
  pattern?: string
}

/** One line to fill in, with its label and what helps to fill it in. */
export function Input({
  label,
  hint,
  wide,
  name,
  type = 'text',
  initial,
  required = true,
  ...limits
}: InputProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className={wide === true ? 'field wide' : 'field'}>
      <label htmlFor={id}>{say(label)}</label>
      <input
        {...{ id, name, type, required, ...limits }}
        defaultValue={initial}
        autoComplete="off"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  )
}

type AreaProps = LabelledProps & {
  name: string
  initial?: string
  required?: boolean
  rows?: number
  mono?: boolean
}

/** Several lines to fill in. */
export function Area({ label, hint, name, initial, required = true, rows = 3, mono }: AreaProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="field wide">
      <label htmlFor={id}>{say(label)}</label>
      <textarea
        {...{ id, name, required, rows }}
        className={mono === true ? 'mono' : undefined}
        defaultValue={initial}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  )
}

type ChoiceProps = LabelledProps & {
  name: string
  options: readonly { value: string; word: Text }[]
  initial?: string
  onChange?: (value: string) => void
}

/** One of a few. */
export function Choice({ label, hint, name, options, initial, onChange }: ChoiceProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{say(label)}</label>
      <select {...{ id, name }} defaultValue={initial} onChange={(event) => onChange?.(event.target.value)}>
        {options.map(({ value, word }) => (
          <option key={value} value={value}>
            {say(word)}
          </option>
        ))}
      </select>
      <Hint id={`${id}-hint`} hint={hint} />
    </div>
  )
}

function Hint({ id, hint }: { id: string; hint: Text | undefined }) {
  const say = useSay()
  return hint === undefined ? null : (
    <p id={id} className="hint">
      {say(hint)}
    </p>
  )
}

/** What was typed, by name; empty where a field was left empty. */
export type Values = (name: string) => string

type SheetProps = {
  title: Text
  lead?: Text
  send: Text
  /** Sends it; a Text is what is wrong with what was typed. */
  onSend: (values: Values, form: FormData) => Promise<Text | undefined>
  onCancel: () => void
  children: ReactNode
}

/** A form on the page: it says what goes wrong where it goes wrong, and sends one thing at a time. */
export function Sheet({ title, lead, send, onSend, onCancel, children }: SheetProps) {
  const say = useSay()
  const { busy, error, wrong, run } = useSending()
  return (
    <form
      className="sheet"
      aria-label={say(title)}
      onSubmit={(event) => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        const values: Values = (name) => {
          const value = form.get(name)
          return typeof value === 'string' ? value.trim() : ''
        }
        void run(() => onSend(values, form))
      }}
    >
      <h3>{say(title)}</h3>
      {lead !== undefined && <p className="lead-line">{say(lead)}</p>}
      <div className="fields">{children}</div>
      <Problem error={wrong ?? error} />
      <p className="sheet-foot">
        <button type="submit" className="button strong" disabled={busy}>
          {say(busy ? words.sending : send)}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {say(words.cancel)}
        </button>
      </p>
    </form>
  )
}

function useSending() {
  const { busy, error, run } = useDoing()
  const [wrong, setWrong] = useState<Text>()
  return {
    busy,
    error,
    wrong,
    run: (work: () => Promise<Text | undefined>) => {
      setWrong(undefined)
      return run(async () => setWrong(await work()))
    },
  }
}

/** The lines of a text, each once, without empty ones. */
export function linesOf(text: string): string[] {
  return [...new Set(text.split(/\r?\n/).map((line) => line.trim()))].filter((line) => line !== '')
}
