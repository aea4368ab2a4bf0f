import { useQuery } from '@tanstack/react-query'
import './clause.css'
import { useSay } from '../../web/language.tsx'
import { Link, useParameter } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { ClauseMark } from './clause-mark.tsx'
import { ruleQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { LedgerPast } from './ledger-past.tsx'
import { RuleVersionEntry } from './rule-version.tsx'
import { TakeBack } from './take-back.tsx'
import { useTitle } from '../../web/title.ts'

const OVER: readonly string[] = ['retired']

/** One rule: all its versions, the newest first, and what happened to it. */
export default function RulePage() {
  const say = useSay()
  const id = useParameter('id')
  const query = useQuery(ruleQuery(id))
  const versions = query.data?.versions ?? []
  const last = versions.at(-1)
  const title = last === undefined ? id : say(last.title)
  useTitle(title)
  if (query.data === undefined || last === undefined) return <Unread query={query} />
  return (
    <article className="charter-list">
      <Masthead />
      <h1>{title}</h1>
      <ClauseMark clause={last.clause} />
      <p className="meta">
        <code>{id}</code> <Link href={paths.rules()}>{say(words.allRules)}</Link>
      </p>
      <section className="part">
        <h2>{say(words.versions)}</h2>
        {versions.toReversed().map((rule) => (
          <RuleVersionEntry key={rule.version} rule={rule} versions={versions} past={false} ofRulePage />
        ))}
      </section>
      {!versions.every(({ state }) => OVER.includes(state)) && (
        <div className="part entry-foot">
          <TakeBack
            permission="charter.write-rules"
            path={`/api/charter/rules/${encodeURIComponent(id)}/retire`}
            label={words.retire}
            ask={words.retireAsk}
            done={words.retired}
          />
        </div>
      )}
      <section className="part">
        <h2>{say(words.proof)}</h2>
        <LedgerPast kind="rules" id={id} />
      </section>
    </article>
  )
}
