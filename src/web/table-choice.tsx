import type { Text } from '../platform/text.ts'
import { useSay } from './language.tsx'
import { number } from './message.ts'

type TableChoiceProps<Name extends string> = {
  names: readonly Name[]
  titles: Readonly<Record<Name, Text>>
  /** How many rows each has. */
  counts: Readonly<Record<Name, number>>
  chosen: Name
  /** Id of the heading that names the choice. */
  labelledBy: string
  onChoose: (name: Name) => void
}

/** Which of some tables stands below. */
export function TableChoice<Name extends string>({
  names,
  titles,
  counts,
  chosen,
  labelledBy,
  onChoose,
}: TableChoiceProps<Name>) {
  const say = useSay()
  return (
    <div className="choice unprinted" role="group" aria-labelledby={labelledBy}>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          className="button"
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
        >
          {say(titles[name])} {number(counts[name])}
        </button>
      ))}
    </div>
  )
}
