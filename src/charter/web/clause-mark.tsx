import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { boardQuery } from './board-query.ts'

/** Which clause something belongs to, leading to its page. */
export function ClauseMark({ clause }: { clause: string }) {
  const say = useSay()
  const entry = useQuery(boardQuery).data?.entries.find(({ id }) => id === clause)
  return (
    <p className="clause-mark meta">
      <Link href={paths.clausePage(clause)}>
        <span className="mono">{clause}</span> {entry !== undefined && say(entry.title)}
      </Link>
    </p>
  )
}
