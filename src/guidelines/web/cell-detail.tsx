import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import { ApproveButton } from '../../people/web/approve.tsx'
import { meQuery } from '../../people/web/people-query.ts'
import { useWhen } from '../../people/web/zone.ts'
import { announce } from '../../web/announce.tsx'
import { useSay } from '../../web/language.tsx'
import { StateWord } from '../../web/state.tsx'
import type { CellView, GuidelineView } from '../page.ts'
import { ExcludeForm, ProposeForm } from './cell-forms.tsx'
import { guidelinesQuery } from './guidelines-query.ts'
import { STATE_OF } from './matrix-table.tsx'
import { words } from './words.ts'

/** One cell in full: what stands there, why it does not count, what waits, and what one may do. */
export function CellDetail({ cell, onClose }: { cell: CellView; onClose: () => void }) {
  const say = useSay()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const mayWrite = permissions.includes('guidelines.write')
  const { exclusion, prefilled, guidelines, waiting } = cell
  const bare = guidelines.length === 0 && waiting.length === 0
  const section = useRef<HTMLElement>(null)
  // Below a long matrix what was chosen would otherwise open unseen.
  useEffect(() => section.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <section ref={section} className="cell-detail" aria-labelledby="cell-title">
      <div className="cell-head">
        <h2 id="cell-title">{say(cell.title)}</h2>
        <button type="button" className="button" onClick={onClose}>
          {say(words.close)}
        </button>
      </div>
      {cell.faults.map((fault) => (
        <p key={fault.en} className="cell-fault">
          {say(fault)}
        </p>
      ))}
      {guidelines.map((guideline) => (
        <Guideline key={guideline.id} guideline={guideline} />
      ))}
      {exclusion !== undefined && guidelines.length === 0 && (
        <p>
          {say(words.excludedBecause)}: {say(exclusion.reason)} ({say(words.approvedBy)}{' '}
          {say(exclusion.approver.name)})
        </p>
      )}
      {waiting.map((version) => (
        <Guideline key={`${version.id} ${version.version}`} guideline={version}>
          <Approve
            path={`/api/guidelines/${encodeURIComponent(version.id)}/approve`}
            digest={version.digest ?? ''}
          />
        </Guideline>
      ))}
      <WaitingExclusion cell={cell} />
      {bare && prefilled !== undefined && (
        <div className="guideline">
          <h3>{say(words.readyTitle)}</h3>
          <p className="guideline-text">{say(prefilled.text)}</p>
          <p className="soft">{say(words.readyWhy)}</p>
        </div>
      )}
      {mayWrite && <ProposeForm cell={cell} />}
      {mayWrite && bare && <ExcludeForm cell={cell} />}
    </section>
  )
}

function Guideline({ guideline, children }: { guideline: GuidelineView; children?: ReactNode }) {
  const say = useSay()
  const when = useWhen()
  const { title, text, version, owner, controls, contributors, approval } = guideline
  const carriers = controls.flatMap((one) => one.carriers)
  const allUnknown = carriers.length > 0 && carriers.every(({ verdict }) => verdict === 'unknown')
  return (
    <div className="guideline">
      <h3>
        {say(title)} <span className="soft">{say(words.version(version))}</span>
      </h3>
      <p className="guideline-text">{say(text)}</p>
      <dl className="guideline-facts">
        <dt>{say(words.owner)}</dt>
        <dd>{say(owner.name)}</dd>
        <dt>{say(words.authors)}</dt>
        <dd>{contributors.map(({ name }) => say(name)).join(say({ ja: '、', en: ', ' }))}</dd>
        <dt>{say(approval === undefined ? words.waits : words.approvedBy)}</dt>
        <dd>
          {approval !== undefined && say(approval.by.name)}
          {approval?.at !== undefined && ` ${when(approval.at)}`}
          {(approval?.digest ?? guideline.digest) !== undefined && (
            <>
              {' '}
              <code>{approval?.digest ?? guideline.digest}</code>
            </>
          )}
        </dd>
        <dt>{say(words.carriers)}</dt>
        <dd>
          <ul className="carriers">
            {controls.map(({ name, carriers: carried }) =>
              carried.length === 0 ? (
                <li key={name} className="cell-fault">
                  <code>{name}</code> {say(words.missing)}
                </li>
              ) : (
                carried.map((carrier) => (
                  <li key={`${name} ${carrier.id}`}>
                    <StateWord state={STATE_OF[carrier.verdict]} /> {carrier.clause} {say(carrier.title)}{' '}
                    <code>{carrier.id}</code>
                  </li>
                ))
              ),
            )}
          </ul>
        </dd>
      </dl>
      {allUnknown && <p>{say(words.uncarried)}</p>}
      {children}
    </div>
  )
}

function WaitingExclusion({ cell: { phase, viewpoint, exclusion_waiting: asked } }: { cell: CellView }) {
  const say = useSay()
  if (asked === undefined) return null
  return (
    <div className="guideline">
      <h3>
        {say(words.states.excluded)} <span className="soft">{say(words.waits)}</span>
      </h3>
      <p className="guideline-text">{say(asked.reason)}</p>
      <p className="soft">
        {say(words.askedBy)} {say(asked.requested_by.name)} <code>{asked.digest}</code>
      </p>
      <Approve
        path={`/api/guidelines/cells/${phase}/${viewpoint}/not-applicable/approve`}
        digest={asked.digest}
      />
    </div>
  )
}

/** For those who may approve at all; the server says where it is their own. */
function Approve({ path, digest }: { path: string; digest: string }) {
  const say = useSay()
  const client = useQueryClient()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  if (!permissions.includes('guidelines.approve')) return null
  const approved = () => {
    announce(say(words.approved))
    void client.invalidateQueries({ queryKey: guidelinesQuery.queryKey })
  }
  return <ApproveButton digest={digest} path={path} onApproved={approved} />
}
