import { useState } from 'react'
import '../../../ledger/web/ledger.css'
import { CommandLine } from '../../../web/command-line.tsx'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { number } from '../../../web/message.ts'
import type { EngagementPage } from '../page.ts'
import { auditWords, COMMANDS } from '../report-words.ts'
import { STEP_COLUMNS } from './columns.tsx'

/** The beginning of the ledger that everything is computed from, how to check it, and every step as a fact. */
export function LedgerPart({ page }: { page: EngagementPage }) {
  const say = useSay()
  const [find, setFind] = useState('')
  const { ledger, steps } = page
  return (
    <>
      <section aria-labelledby="verify-title">
        <h2 id="verify-title">{say(auditWords.verify)}</h2>
        <dl className="audit-facts">
          <dt>{say(auditWords.origin)}</dt>
          <dd>
            <code>{ledger.origin}</code>
          </dd>
          <dt>{say(auditWords.size)}</dt>
          <dd>{number(ledger.size)}</dd>
          <dt>{say(auditWords.root)}</dt>
          <dd>
            <code>{ledger.root}</code>
          </dd>
        </dl>
        <p>{say(auditWords.howExport)}</p>
        <CommandLine line={COMMANDS.verify} />
        <p>{say(auditWords.howSample)}</p>
        <CommandLine line={COMMANDS.sample} />
      </section>
      <section>
        <h2>{say(auditWords.steps)}</h2>
        <DataTable
          columns={STEP_COLUMNS}
          rows={steps.map((step, place) => ({ ...step, place }))}
          rowKey={({ place }) => String(place)}
          caption={auditWords.steps}
          file="audit-steps"
          find={find}
          onFind={setFind}
        />
      </section>
    </>
  )
}
