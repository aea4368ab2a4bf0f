import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSay } from '../../web/language.tsx'
import type { StandingAttestation } from '../attestation-standing.ts'
import type { Clause } from './chapters.ts'
import { attestationsOfQuery, type Then } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Objects } from './control-list.tsx'
import { EvidencePreview } from './evidence-preview.tsx'
import { LedgerPast } from './ledger-past.tsx'
import { Nothing, Standing, Terms, Trouble } from './section-parts.tsx'
import { useDays, useMay, useNaming } from './standing.ts'
import { TakeBack } from './take-back.tsx'

const OLDER_MAX = 50

/** What people attested of a clause: the statement that stands, and those before it. */
export function EvidenceSection({ clause, then }: { clause: Clause; then: Then }) {
  const say = useSay()
  const id = clause.entry.id
  const query = useQuery(attestationsOfQuery(id, then))
  const isAttested = clause.verdict?.controls.some(({ basis }) => basis === 'attested') === true
  const all = (query.data?.items ?? []).filter((one) => one.clause === id)
  if (!isAttested && all.length === 0) return null
  const current = all.filter(({ state }) => state === 'standing' || state === 'stale' || state === 'not-yet')
  const older = all.filter((one) => !current.includes(one))
  return (
    <section className="part" aria-labelledby="evidence-title">
      <h2 id="evidence-title">{say(words.evidence)}</h2>
      <Trouble query={query} />
      {query.data !== undefined && all.length === 0 && (
        <Nothing is={words.noEvidence} todo={words.noEvidenceDo} />
      )}
      {current.map((one) => (
        <AttestationEntry key={one.id} made={one} past={then !== undefined} />
      ))}
      {older.length > 0 && (
        <details className="older">
          <summary>{say(words.older(older.length))}</summary>
          {older.slice(0, OLDER_MAX).map((one) => (
            <AttestationEntry key={one.id} made={one} past={then !== undefined} />
          ))}
        </details>
      )}
    </section>
  )
}

const FOUND = { pass: words.pass, fail: words.fail, 'not-applicable': words.notApplicable } as const

function AttestationEntry({ made, past }: { made: StandingAttestation; past: boolean }) {
  const say = useSay()
  const nameOf = useNaming()
  const { day, lastDay } = useDays()
  const [open, setOpen] = useState(false)
  const { noun = words.thing, judged, total } = made.population
  const mayStill = made.state === 'standing' || made.state === 'stale' || made.state === 'not-yet'
  return (
    <article className={`entry attested is-${made.state}`}>
      <header>
        <h3>{say(made.statement)}</h3>
        <Standing state={made.state} />
      </header>
      <Terms
        lines={[
          [words.finding, `${say(FOUND[made.verdict])}, ${say(words.judgedOf(judged, total, noun))}`],
          [
            words.by,
            `${say(nameOf(made.by))}, ${say(words.period(day(made.observed_from), lastDay(made.observed_to)))}`,
          ],
          [words.validity, say(words.through(day(made.effective), lastDay(made.valid_until)))],
          [words.files, <Files key="files" made={made} />],
        ]}
      />
      <Objects objects={made.objects} />
      <div className="entry-foot unprinted">
        <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say(words.proof)}
        </button>
        {!past && mayStill && (
          <TakeBack
            permission="charter.attest"
            path={`/api/charter/attestations/${encodeURIComponent(made.id)}/withdraw`}
            label={words.withdraw}
            ask={words.withdrawAsk}
            done={words.withdrawn}
          />
        )}
      </div>
      {open && <LedgerPast kind="attestations" id={made.id} />}
    </article>
  )
}

/** The evidence files by their hash; those who may read them see what they hold, which the server checks against it. */
function Files({ made }: { made: StandingAttestation }) {
  const reading = useMay()('charter.read-evidence')
  return (
    <ul className="files">
      {made.evidence.map(({ file, sha256 }) => (
        <li key={`${file} ${sha256}`}>
          {reading.may ? <ReadableFile file={file} sha256={sha256} /> : file}{' '}
          <code className="digest">{sha256}</code>
        </li>
      ))}
    </ul>
  )
}

function ReadableFile({ file, sha256 }: { file: string; sha256: string }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  const address = `/api/charter/evidence/${sha256}`
  return (
    <>
      <a href={address} download={file.split('/').at(-1)}>
        {file}
      </a>{' '}
      <button
        type="button"
        className="button unprinted"
        aria-expanded={open}
        aria-label={`${say(open ? words.previewHide : words.previewShow)}: ${file}`}
        onClick={() => setOpen(!open)}
      >
        {say(open ? words.previewHide : words.previewShow)}
      </button>
      {open && <EvidencePreview address={address} />}
    </>
  )
}
