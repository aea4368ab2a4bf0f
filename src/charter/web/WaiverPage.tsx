import { useQuery } from '@tanstack/react-query'
import './clause.css'
import { useSay } from '../../web/language.tsx'
import { Link, useParameter } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { ClauseMark } from './clause-mark.tsx'
import { waiverQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { WaiverEntry } from './waiver-entry.tsx'
import { useTitle } from '../../web/title.ts'

/** One waiver with all that happened to it. */
export default function WaiverPage() {
  const say = useSay()
  const id = useParameter('id')
  const query = useQuery(waiverQuery(id))
  const title = `${say(words.waivers)} ${id}`
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <article className="charter-list">
      <Masthead />
      <h1>{say(words.waivers)}</h1>
      <ClauseMark clause={query.data.waiver.clause} />
      <p className="meta">
        <code>{id}</code> <Link href={paths.waivers()}>{say(words.allWaivers)}</Link>
      </p>
      <h2 className="unseen">{id}</h2>
      <WaiverEntry waiver={query.data.waiver} past={false} ofWaiverPage />
    </article>
  )
}
