import { useId, useState } from 'react'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { EvidenceFiles, keepFile, type HashedFile } from '../../web/evidence-files.tsx'
import type { AuditEvidence } from '../engagement.ts'
import { auditPath } from './audit-query.ts'
import { words } from './words.ts'

/** Files that are to be kept and places in the ledger: what is chosen, and how it is sent. */
export function useEvidence() {
  const [files, setFiles] = useState<HashedFile[]>([])
  const [facts, setFacts] = useState('')
  const kept = async (): Promise<AuditEvidence[]> => {
    const uploaded: AuditEvidence[] = []
    for (const { file, sha256 } of files)
      uploaded.push({ name: file.name, sha256: await keepFile(file, sha256) })
    const indices = facts.split(/[\s,、]+/).filter((part) => part !== '')
    return [...uploaded, ...indices.map((index) => ({ fact: Number(index) }))]
  }
  return { files, setFiles, facts, setFacts, kept }
}

/** Files and indices of facts, as evidence. */
export function EvidenceFields({ evidence }: { evidence: ReturnType<typeof useEvidence> }) {
  const say = useSay()
  const id = useId()
  return (
    <>
      <EvidenceFiles files={evidence.files} onFiles={evidence.setFiles} />
      <div className="form-field">
        <label htmlFor={id}>{say(words.factField)}</label>
        <input
          id={id}
          inputMode="numeric"
          pattern="[0-9 ,、]*"
          value={evidence.facts}
          onChange={(event) => evidence.setFacts(event.target.value)}
        />
      </div>
    </>
  )
}

/** Evidence that was given: files by name and hash, facts by their place, each with its proof. */
export function EvidenceList({ id, evidence }: { id: string; evidence: readonly AuditEvidence[] }) {
  const say = useSay()
  if (evidence.length === 0) return null
  return (
    <ul className="evidence-list">
      {evidence.map((one) =>
        'fact' in one ? (
          <li key={one.fact}>
            <Link href={paths.ledger({ fact: String(one.fact) })}>
              {say(words.item(String(one.fact), 'facts'))}
            </Link>{' '}
            <a href={`${auditPath(id)}/proof?index=${one.fact}`} download>
              {say(words.proofFile)}
            </a>
          </li>
        ) : (
          <li key={one.sha256}>
            <a href={`${auditPath(id)}/files/${one.sha256}`} download={one.name}>
              {one.name}
            </a>{' '}
            <code>{one.sha256}</code>
          </li>
        ),
      )}
    </ul>
  )
}
