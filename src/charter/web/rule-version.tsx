import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDoing, Problem } from '../../people/web/form.tsx'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { RuleVersion } from '../rule-versions.ts'
import { Approve } from './approve-here.tsx'
import { differenceQuery, ruleTextQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Difference } from './difference.tsx'
import { Markdown } from './markdown.tsx'
import { Standing, Terms, Trouble } from './section-parts.tsx'
import { useRecorded } from './sending.ts'
import { useApprover, useDays, useMay, useNaming } from './standing.ts'

type VersionProps = {
  rule: RuleVersion
  versions: readonly RuleVersion[]
  past: boolean
  ofRulePage?: boolean
}

/** One version of a rule: what it is, its private text, its difference from the one before, its approval. */
export function RuleVersionEntry({ rule, versions, past, ofRulePage }: VersionProps) {
  const say = useSay()
  const reading = useMay()('charter.read-rules')
  const [open, setOpen] = useState<'text' | 'difference'>()
  const before = versions[versions.findIndex(({ version }) => version === rule.version) - 1]
  const turn = (to: 'text' | 'difference') => setOpen(open === to ? undefined : to)
  return (
    <article className={`entry rule is-${rule.state}`}>
      <header>
        <h3>
          {ofRulePage === true ? (
            say(words.version(rule.version))
          ) : (
            <Link href={paths.rule(rule.id)}>{say(rule.title)}</Link>
          )}
        </h3>
        <Standing state={rule.state} />
        {ofRulePage !== true && <span className="meta">{say(words.version(rule.version))}</span>}
      </header>
      <RuleTerms rule={rule} />
      <p className="entry-foot unprinted">
        <button
          type="button"
          className="button"
          disabled={!reading.may}
          aria-expanded={open === 'text'}
          onClick={() => turn('text')}
        >
          {say(words.readText)}
        </button>
        {before !== undefined && (
          <button
            type="button"
            className="button"
            disabled={!reading.may}
            aria-expanded={open === 'difference'}
            onClick={() => turn('difference')}
          >
            {say(words.compare(before.version))}
          </button>
        )}
        {!past && <Steps rule={rule} />}
        {reading.why !== undefined && <span className="why-not">{say(reading.why)}</span>}
      </p>
      {open === 'text' && <PrivateText rule={rule} />}
      {open === 'difference' && before !== undefined && <Compared rule={rule} before={before} />}
      {!past && rule.state === 'waiting' && (
        <Approve
          kind="charter.rule"
          id={`${rule.id}/${rule.version}`}
          digest={rule.digest}
          path={`/api/charter/rules/${rule.id}/versions/${rule.version}/approve`}
        />
      )}
    </article>
  )
}

function RuleTerms({ rule }: { rule: RuleVersion }) {
  const say = useSay()
  const nameOf = useNaming()
  const { day, lastDay } = useDays()
  const approverLine = useApprover()
  const lines: [Text, string][] = [[words.inForceFrom, day(rule.effective_from)]]
  if (rule.effective_to !== undefined) lines.push([words.endsOn, lastDay(rule.effective_to)])
  lines.push(
    [words.reviewBy, lastDay(rule.review_by)],
    [words.owner, say(nameOf(rule.owner))],
    [words.author, say(nameOf(rule.author))],
    ...approverLine(rule.approver, rule.approved_at),
  )
  return <Terms lines={lines} />
}

/** Puts a draft forward; what waits can be taken back to a draft, which undoes it. */
function Steps({ rule }: { rule: RuleVersion }) {
  const say = useSay()
  const writing = useMay()('charter.write-rules')
  const recorded = useRecorded()
  const { busy, error, run } = useDoing()
  if (rule.state !== 'draft') return null
  const submit = () =>
    run(async () => {
      await send(`/api/charter/rules/${rule.id}/versions/${rule.version}/submit`)
      recorded(words.submitted)
    })
  return (
    <>
      <button
        type="button"
        className="button strong"
        disabled={busy || !writing.may}
        onClick={() => void submit()}
      >
        {say(words.submit)}
      </button>
      {writing.why !== undefined && <span className="why-not">{say(writing.why)}</span>}
      <Problem error={error} />
    </>
  )
}

function PrivateText({ rule }: { rule: RuleVersion }) {
  const say = useSay()
  const query = useQuery(ruleTextQuery(rule))
  return (
    <section className="private" aria-label={say(words.textOf)}>
      <p className="meta">{say(words.textOf)}</p>
      <Trouble query={query} />
      {query.data !== undefined && <Markdown text={query.data} />}
      <p className="meta hash-line">
        SHA-256 <code>{rule.sha256}</code>
      </p>
    </section>
  )
}

function Compared({ rule, before }: { rule: RuleVersion; before: RuleVersion }) {
  const say = useSay()
  const query = useQuery(differenceQuery(rule, before.version))
  return (
    <section className="private" aria-label={say(words.compare(before.version))}>
      <Trouble query={query} />
      {query.data !== undefined && (
        <Difference
          lines={query.data.lines}
          before={words.before(before.version)}
          after={words.before(rule.version)}
        />
      )}
    </section>
  )
}
