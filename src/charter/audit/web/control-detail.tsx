import { useQuery } from '@tanstack/react-query'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { same } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import { useState } from 'react'
import { CLAUSES } from '../../clauses.ts'
import type { ControlRow, EngagementPage, PopulationPage } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath, populationQuery } from './audit-query.ts'
import { ITEM_COLUMNS, Shown } from './columns.tsx'
import { ConclusionForm } from './conclusion-form.tsx'
import { FindingForm } from './finding-form.tsx'
import { SampleForm } from './sample-form.tsx'
import { useMoment } from './period.ts'
import { words } from './words.ts'

/** One control: its population, its sample, what was found, and what is concluded. */
export function ControlDetail({ page, row }: { page: EngagementPage; row: ControlRow }) {
  const say = useSay()
  const { clause, control, title, kind, items, sha256, sample, sampled, tested, deviations, at_most } = row
  const query = useQuery(populationQuery(page.id, control))
  const works = page.may.work && page.state === 'open'
  return (
    <section className="chosen" aria-labelledby="control-title">
      <div className="chosen-head">
        <div>
          <p className="of-clause">
            <Link href={paths.clausePage(clause)}>
              {clause} {say(CLAUSES.find(({ id }) => id === clause)?.title ?? same(''))}
            </Link>
          </p>
          <h2 id="control-title">{say(title)}</h2>
        </div>
        <Link className="button" href={paths.audit(page.id, { part: 'scope' })}>
          {say(words.controls)}
        </Link>
      </div>
      <p className="soft">
        <code>{control}</code>
      </p>
      <h3>{say(auditWords.population)}</h3>
      <p>{say(words.populationIs(items, kind))}</p>
      <dl className="audit-facts">
        <dt>SHA-256</dt>
        <dd>
          <code>{sha256}</code>
        </dd>
        <dt>{say(auditWords.sample)}</dt>
        <dd>{sample === undefined ? say(words.noSample) : say(auditWords.rule(sample.rule))}</dd>
        {sample !== undefined && (
          <>
            <dt>{say(auditWords.seed)}</dt>
            <dd>
              <code>{sample.seed}</code>
            </dd>
          </>
        )}
      </dl>
      {query.data === undefined ? <Unread query={query} /> : <Drawn page={page} population={query.data} />}
      {works && items > 0 && sampled < items && <SampleForm id={page.id} row={row} />}
      <h3>{say(words.conclusion)}</h3>
      {sampled > 0 && <p>{say(words.testedOf(tested, sampled, deviations))}</p>}
      {at_most !== undefined && <p>{say(words.atMost(at_most, items))}</p>}
      <Concluded row={row} />
      {works && <ConclusionForm id={page.id} row={row} />}
      {works && <FindingForm id={page.id} row={row} />}
    </section>
  )
}

function Drawn({ page, population }: { page: EngagementPage; population: PopulationPage }) {
  const say = useSay()
  const [find, setFind] = useState('')
  const { control, kind, reproduced, list } = population
  const sampled = list
    .filter((item) => item.sampled)
    .map((item) => ({ ...item, engagement: page.id, control, kind }))
  const address = `${auditPath(page.id)}/population?${String(new URLSearchParams({ control, format: 'csv' }))}`
  return (
    <>
      <p className={reproduced ? 'soft' : 'not-effective'}>
        {say(reproduced ? words.reproduced : words.notReproduced)}{' '}
        <a href={address} download>
          {say(words.wholePopulation)}
        </a>
      </p>
      {sampled.length > 0 && (
        <DataTable
          columns={ITEM_COLUMNS}
          rows={sampled}
          rowKey={({ id }) => id}
          caption={words.items}
          file={`sample-${control}`}
          find={find}
          onFind={setFind}
        />
      )}
    </>
  )
}

function Concluded({ row: { conclusion, finding } }: { row: ControlRow }) {
  const say = useSay()
  const when = useMoment()
  if (conclusion === undefined) return <p className="not-yet">{say(words.noConclusion)}</p>
  return (
    <>
      <div className="conclusion">
        <div>
          <h4>
            {say(auditWords.design)} <Shown as={conclusion.design} />
          </h4>
          <p>{conclusion.design_reason}</p>
        </div>
        <div>
          <h4>
            {say(auditWords.operation)} <Shown as={conclusion.operation} />
          </h4>
          <p>{conclusion.operation_reason}</p>
        </div>
      </div>
      <p className="soft">
        {say(conclusion.by.name)}, {when(conclusion.at)}
      </p>
      {finding !== undefined && (
        <p>
          <Link href={paths.improvement({ finding })}>{say(words.toFinding)}</Link>
        </p>
      )}
    </>
  )
}
