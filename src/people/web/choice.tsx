import { useId } from 'react'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'

type ChoiceProps = { label: Text; name: string; choices: readonly { value: string; text: Text }[] }

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
