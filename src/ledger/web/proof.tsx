import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { PictureTable } from '../../web/picture-table.tsx'
import { StateMark, type State } from '../../web/state.tsx'
import type { LedgerFact } from '../listing-routes.ts'
import { Hash } from './hash.tsx'
import { base64, type ComputedPath } from './merkle-path.ts'
import { ProofDrawing } from './proof-drawing.tsx'
import { rangeText } from './range-text.ts'
import { useVerification, type Verification } from './verification.ts'
import { words } from './words.ts'

/** The proof, computed again in this browser: what came out, drawn, in a sentence and as a table. */
export function Proof({ given }: { given: LedgerFact }) {
  const say = useSay()
  const found = useVerification(given)
  const path = typeof found === 'object' ? found.path : undefined
  const refuted = typeof found === 'object' && found.outcome === 'refuted'
  return (
    <section aria-labelledby="proof-title" className="ledger-proof">
      <h2 id="proof-title">{say(words.proof)}</h2>
      <Outcome given={given} found={found} />
      {path !== undefined && (
        <figure>
          <ProofDrawing path={path} index={given.index} size={given.size} refuted={refuted} />
          <figcaption>{say(words.drawn(path.steps.length, given.size))}</figcaption>
          {path.steps.length > 0 && <StepTable path={path} />}
        </figure>
      )}
      {given.checkpoint !== null && given.keys.map((key) => <PublicKey key={key} vkey={key} />)}
    </section>
  )
}

function outcomeOf(
  given: LedgerFact,
  found: Verification | 'impossible' | undefined,
): { state: State; word: Text; why?: Text } {
  if (found === undefined) return { state: 'unknown', word: words.computing }
  if (found === 'impossible') return { state: 'unknown', word: words.impossible, why: words.impossibleWhy }
  switch (found.outcome) {
    case 'verified':
      return { state: 'pass', word: words.verified, why: words.verifiedWhy(given.index, given.size) }
    case 'unsigned':
      return { state: 'stale', word: words.unsigned, why: words.unsignedWhy }
    case 'refuted':
      return { state: 'fail', word: words.refuted, why: words.refutedWhy }
  }
}

const SIGNATURE = {
  holds: words.signatureHolds,
  unchecked: words.signatureUnchecked,
  wrong: words.signatureWrong,
} as const

function Outcome({ given, found }: { given: LedgerFact; found: Verification | 'impossible' | undefined }) {
  const say = useSay()
  const { state, word, why } = outcomeOf(given, found)
  const signature = typeof found === 'object' ? found.signature : undefined
  return (
    <div className="note outcome" role="status">
      <StateMark state={state} />
      <div>
        <p className={`verdict state-${state}`}>
          <b>{say(word)}</b>
        </p>
        {why !== undefined && <p className="why">{say(why)}</p>}
        {signature !== undefined && <p className="meta">{say(SIGNATURE[signature])}</p>}
      </div>
    </div>
  )
}

function StepTable({ path }: { path: ComputedPath }) {
  const say = useSay()
  return (
    <PictureTable
      name={words.table}
      file="inclusion-proof"
      columns={[
        { title: words.step, kind: 'number' },
        { title: words.side },
        { title: words.under, kind: 'id' },
        { title: words.sibling, kind: 'id' },
        { title: words.result, kind: 'id' },
      ]}
      rows={path.steps.map(({ side, from, until, sibling, result }, order) => [
        order + 1,
        say(side === 'left' ? words.left : words.right),
        rangeText(from, until),
        base64(sibling),
        base64(result),
      ])}
    />
  )
}

function PublicKey({ vkey }: { vkey: string }) {
  const say = useSay()
  return (
    <div className="public-key">
      <span>{say(words.publicKey)}</span>
      <Hash value={vkey} short={vkey.split('+', 2).join('+')} />
    </div>
  )
}
