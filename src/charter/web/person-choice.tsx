import { useQuery } from '@tanstack/react-query'
import type { Text } from '../../platform/text.ts'
import { personsQuery } from './clause-query.ts'
import { Choice } from './fields.tsx'

/** One of the persons who are here. */
export function PersonChoice({ label, name, initial }: { label: Text; name: string; initial: string }) {
  const { data } = useQuery(personsQuery)
  if (data === undefined) return null
  const here = data.filter(({ until, erased }) => until === undefined && erased === undefined)
  const options = here.map(({ id, name: word }) => ({ value: id, word }))
  return <Choice label={label} name={name} options={options} initial={initial} />
}
