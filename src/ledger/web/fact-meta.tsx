import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { LedgerFacts } from '../listing-routes.ts'
import { words } from './words.ts'

const OBJECTS_SHOWN = 4

type Meta = Pick<LedgerFacts['facts'][number], 'by' | 'clause' | 'objects'>

/** Who, under which clause, about what: each leads to all facts of the same. */
export function FactMeta({ fact: { by, clause, objects } }: { fact: Meta }) {
  const say = useSay()
  const rest = objects.length - OBJECTS_SHOWN
  return (
    <p className="fact-meta">
      <Link href={paths.ledger({ by })} title={say(words.by)}>
        <code>{by}</code>
      </Link>
      {clause !== undefined && (
        <Link href={paths.ledger({ clause })} title={say(words.clause)}>
          {say(words.clause)} <code>{clause}</code>
        </Link>
      )}
      {objects.slice(0, OBJECTS_SHOWN).map((object) => (
        <Link key={object} href={paths.ledger({ object })} title={say(words.object)}>
          <code>{object}</code>
        </Link>
      ))}
      {rest > 0 && <span>{say(words.more(rest))}</span>}
    </p>
  )
}
