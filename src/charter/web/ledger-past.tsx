import { useQuery } from '@tanstack/react-query'
import '../../ledger/web/ledger.css'
import { CommandLine } from '../../web/command-line.tsx'
import { factQuery } from '../../ledger/web/facts-query.ts'
import { Proof } from '../../ledger/web/proof.tsx'
import { momentLine } from '../../ledger/web/when.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { pastQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Trouble } from './section-parts.tsx'
import { useDays, useNaming } from './standing.ts'

type PastProps = { kind: 'rules' | 'attestations' | 'waivers'; id: string }

/** What the ledger holds of one thing: each fact with who and when, the proof of the last one drawn, how to verify it. */
export function LedgerPast({ kind, id }: PastProps) {
  const say = useSay()
  const nameOf = useNaming()
  const { zone } = useDays()
  const query = useQuery(pastQuery(kind, id))
  const history = query.data?.history ?? []
  const last = history.at(-1)
  return (
    <section className="in-ledger" aria-label={say(words.proof)}>
      <Trouble query={query} />
      <ul>
        {history.map((one) => (
          <li key={one.index}>
            <Link href={paths.ledger({ fact: String(one.index) })}>{say(words.inLedger(one.index))}</Link>{' '}
            <code>{one.type}</code> {say(momentLine(one.recorded_at, zone))}, {say(nameOf(one.by))}
            {one.reason !== undefined && <q>{one.reason}</q>}
          </li>
        ))}
      </ul>
      {query.data !== undefined && last === undefined && (
        <p>
          {say(words.byDocuments)}{' '}
          <Link href={paths.ledger({ type: 'estate.workspace.applied' })}>{say(words.toDocuments)}</Link>
        </p>
      )}
      {last !== undefined && <Drawn index={last.index} />}
    </section>
  )
}

function Drawn({ index }: { index: number }) {
  const say = useSay()
  const query = useQuery(factQuery(String(index)))
  const file = `fact-${index}.json`
  return (
    <>
      <Trouble query={query} />
      {query.data !== undefined && <Proof given={query.data} />}
      <h4>{say(words.verifyBy)}</h4>
      <CommandLine line={`bin/kensho ledger prove ${index} --out ${file}`} />
      <CommandLine line={`node verify.mjs ${file}`} />
    </>
  )
}
