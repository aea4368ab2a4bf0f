import { useId, useState, type FormEvent, type ReactNode } from 'react'
import type { Text } from '../../platform/text.ts'
import { NoAnswer } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { words } from './words.ts'

/** What went wrong, in words for whoever did it. */
export function wordsOf(error: unknown): Text {
  if (error instanceof NoAnswer)
    return error.said ?? { ja: 'サーバーから返事がありません。', en: 'The server does not answer.' }
  // The browser's own refusal of a passkey: cancelled, timed out, or not the right one.
  const name = error instanceof Error ? `${error.name} ${String(error.cause)}` : ''
  return /NotAllowedError|AbortError/.test(name) ? words.cancelled : words.failed
}

export type Doing = {
  busy: boolean
  error: Text | undefined
  run: (work: () => Promise<void>) => Promise<void>
}

/** One thing at a time; what went wrong stays until the next try. */
export function useDoing(): Doing {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<Text>()
  const run = async (work: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setError(undefined)
    try {
      await work()
    } catch (problem) {
      setError(wordsOf(problem))
    } finally {
      setBusy(false)
    }
  }
  return { busy, error, run }
}

/** Why it did not work, where it was tried. */
export function Problem({ error }: { error: Text | undefined }) {
  const say = useSay()
  return (
    <p className="form-problem" role="alert">
      {error === undefined ? '' : say(error)}
    </p>
  )
}

type FieldProps = {
  label: Text
  name: string
  hint?: Text
  type?: 'text' | 'password'
  autoComplete?: string
  required?: boolean
  initial?: string
}

export function Field({
  label,
  name,
  hint,
  type = 'text',
  autoComplete,
  required = true,
  initial,
}: FieldProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <input
        id={id}
        name={name}
        type={type}
        required={required}
        defaultValue={initial}
        autoComplete={autoComplete ?? 'off'}
        spellCheck={false}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="form-hint">
          {say(hint)}
        </p>
      )}
    </div>
  )
}

/** A form that hands over what was typed; the browser sends nothing by itself. */
export function Form({
  onSend,
  children,
}: {
  onSend: (values: Record<string, string>) => void
  children: ReactNode
}) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values: Record<string, string> = {}
    for (const [name, value] of new FormData(event.currentTarget))
      if (typeof value === 'string') values[name] = value
    onSend(values)
  }
  return (
    <form className="people-form" onSubmit={send}>
      {children}
    </form>
  )
}
