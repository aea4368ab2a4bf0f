import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { boardQuery } from './board-query.ts'
import { words } from './words.ts'

/** Who operates, whose charter, and that it is the demo where it is: on every screen but the board. */
export function Masthead() {
  const say = useSay()
  const { data } = useQuery(boardQuery)
  if (data === undefined) return null
  return (
    <p className="standing">
      <span>{say(data.operator.name)}</span>
      {data.operator.demo && <span className="demo">{say(words.demo)}</span>}
      <Link href={paths.board()}>{say(data.charter.title)}</Link>
    </p>
  )
}
