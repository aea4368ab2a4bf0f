import { useId } from 'react'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { words } from './words.ts'

type Option = { value: string; text: Text }
type ChoiceProps = { label: Text; name: string; choices: readonly Option[] }

export const NONE: Option = { value: '', text: words.none }

/** A person or a role, by its name. */
export function choiceOf({ id, name }: { id: string; name: Text }): Option {
  return { value: id, text: name }
}

/** One of some, by what each is called. */
export function Choice({ label, name, choices }: ChoiceProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <select id={id} name={name}>
        {choices.map(({ value, text }) => (
          <option key={value} value={value}>
            {say(text)}
          </option>
        ))}
      </select>
    </div>
  )
}
