import { useQuery } from '@tanstack/react-query'
import { useContext, useEffect } from 'react'
import './clause.css'
import { useSay } from '../../web/language.tsx'
import { Link, useParameter } from '../../web/link.tsx'
import { PageError } from '../../web/page-error.tsx'
import { paths } from '../../web/paths.ts'
import { QuietWait } from '../../web/quiet-wait.tsx'
import { ScreensContext } from '../../web/screen.ts'
import { ClauseMark } from './clause-mark.tsx'
import { waiverQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { WaiverEntry } from './waiver-entry.tsx'

/** One waiver with all that happened to it. */
export default function WaiverPage() {
  const say = useSay()
  const id = useParameter('id')
  const query = useQuery(waiverQuery(id))
  const Masthead = useContext(ScreensContext).find((one) => one.masthead !== undefined)?.masthead
  const title = `${say(words.waivers)} ${id}`
  useEffect(() => {
    document.title = title
  }, [title])
  if (query.data === undefined)
    return query.isError ? (
      <PageError error={query.error} reset={() => void query.refetch()} />
    ) : (
      <QuietWait />
    )
  return (
    <article className="charter-list">
      {Masthead !== undefined && <Masthead />}
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
