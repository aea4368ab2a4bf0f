import { dayAfter } from '../../web/civil-day.ts'
import { useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSpoken } from '../../web/language.tsx'
import type { Clause } from './chapters.ts'
import { beginOfDay, endOfDay } from './civil-input.ts'
import { words } from './clause-words.ts'
import { EvidenceFiles, keepFile, type HashedFile } from './evidence-files.tsx'
import { Area, Choice, Input, linesOf, Sheet, type Values } from './fields.tsx'
import { useRecorded } from './sending.ts'
import { useDays } from './standing.ts'

type Verdict = 'pass' | 'fail' | 'not-applicable'
const FINDINGS: readonly { value: Verdict; word: Text }[] = [
  { value: 'pass', word: words.pass },
  { value: 'fail', word: words.fail },
  { value: 'not-applicable', word: words.notApplicable },
]
const LOOKED_AT_DAYS = 30
const VALID_DAYS = 90

/** A person says what he saw, of how many, on which files, and how long that holds. */
export function AttestForm({ clause, close }: { clause: Clause; close: () => void }) {
  const { language } = useSpoken()
  const { zone, today } = useDays()
  const recorded = useRecorded()
  const [files, setFiles] = useState<HashedFile[]>([])
  const [verdict, setVerdict] = useState('pass')
  const population = clause.verdict?.controls.find(({ basis }) => basis === 'attested')?.population[0]
  const attest = async (values: Values) => {
    if (files.length === 0) return words.needsFile
    const evidence: { file: string; sha256: string }[] = []
    for (const { file, sha256 } of files)
      evidence.push({ file: file.name, sha256: await keepFile(file, sha256) })
    const noun = values('noun')
    await send('/api/charter/attestations', {
      clause: clause.entry.id,
      verdict: values('verdict'),
      observed_from: beginOfDay(values('from'), zone),
      observed_to: endOfDay(values('to'), zone),
      valid_until: endOfDay(values('until'), zone),
      evidence,
      population: {
        total: Number(values('total')),
        judged: Number(values('judged')),
        ...(noun !== '' && { noun: { [language]: noun } }),
      },
      statement: { [language]: values('statement') },
      objects: linesOf(values('objects')),
    })
    close()
    recorded(words.recorded)
    return undefined
  }
  return (
    <Sheet title={words.attest} send={words.attest} onSend={attest} onCancel={close}>
      <Choice label={words.finding} name="verdict" options={FINDINGS} onChange={setVerdict} />
      <Area label={words.statement} name="statement" rows={2} />
      {verdict === 'fail' && <Area label={words.faults} name="objects" required={false} mono />}
      <Input
        label={words.from}
        name="from"
        type="date"
        initial={dayAfter(today, -LOOKED_AT_DAYS)}
        max={today}
      />
      <Input
        label={words.to}
        hint={words.toHint}
        name="to"
        type="date"
        initial={dayAfter(today, -1)}
        max={dayAfter(today, -1)}
      />
      <Input
        label={words.validThrough}
        name="until"
        type="date"
        initial={dayAfter(today, VALID_DAYS)}
        min={today}
      />
      <Input label={words.total} name="total" type="number" min={0} initial={population?.total || ''} />
      <Input label={words.judged} name="judged" type="number" min={0} initial={population?.total || ''} />
      <Input label={words.noun} name="noun" required={false} initial={population?.noun[language] ?? ''} />
      <EvidenceFiles files={files} onFiles={setFiles} />
    </Sheet>
  )
}
