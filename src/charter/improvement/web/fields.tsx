import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { organisationQuery } from '../../../people/web/people-query.ts'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'

type FieldProps = { label: Text; name: string; required?: boolean; initial?: string }

export function Area({ label, name, required = true, initial = '' }: FieldProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <textarea id={id} name={name} required={required} rows={3} defaultValue={initial} />
    </div>
  )
}

export function DateField({ label, name, required = true, initial }: FieldProps) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <input id={id} name={name} type="date" required={required} defaultValue={initial} />
    </div>
  )
}

/** One person of the organisation. */
export function PersonField({ label, name, required = true, initial }: FieldProps) {
  const say = useSay()
  const id = useId()
  const persons = useQuery(organisationQuery).data?.persons ?? []
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <select id={id} name={name} required={required} defaultValue={initial}>
        {!required && <option value="" />}
        {persons.map((person) => (
          <option key={person.id} value={person.id}>
            {say(person.name)}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Several persons; each is a box to tick, `name` once for each that is ticked. */
export function PersonsField({ label, name }: { label: Text; name: string }) {
  const say = useSay()
  const persons = useQuery(organisationQuery).data?.persons ?? []
  return (
    <fieldset className="persons">
      <legend>{say(label)}</legend>
      {persons.map((person) => (
        <label key={person.id}>
          <input type="checkbox" name={name} value={person.id} /> {say(person.name)}
        </label>
      ))}
    </fieldset>
  )
}
