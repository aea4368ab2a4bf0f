import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { STATE_WORDS, StateMark, type State } from '../../../web/state.tsx'
import type { RedundancyPage } from '../page.ts'
import type { Naming } from './naming.ts'
import { useRedundancyPlace } from './place.ts'
import { words } from './words.ts'

const OBJECTS_MAX = 6

/** Every reason of the verdict with what it names, and the documents that it rests on. */
export function Reasons({ control, naming }: { control: RedundancyPage['control']; naming: Naming }) {
  const say = useSay()
  const evidence = new Map(
    control.because
      .flatMap((because) => because.evidence)
      .map((one) => [`${one.kind} ${one.ref} ${one.sha256 ?? ''}`, one]),
  )
  if (control.because.length === 0) return null
  return (
    <section className="reasons" aria-labelledby="reasons-title">
      <h2 id="reasons-title">{say(words.reasons)}</h2>
      <ul>
        {control.because.map((because) => (
          <li key={because.text.en}>
            <StateMark state={stateOf(because.verdict)} />
            <div>
              <p>
                {because.verdict !== undefined && (
                  <span className="unseen">{say(STATE_WORDS[stateOf(because.verdict)])}: </span>
                )}
                {say(because.text)}
              </p>
              <Objects ids={because.objects} naming={naming} />
            </div>
          </li>
        ))}
      </ul>
      {[...evidence].map(([key, one]) => (
        <p key={key} className="soft evidence">
          {say(words.evidence)} <span className="mono">{one.ref}</span>
          {one.sha256 !== undefined && <span className="mono"> sha256:{one.sha256}</span>}
        </p>
      ))}
    </section>
  )
}

/** What only informs has no verdict of its own, and the dash of what does not apply. */
function stateOf(verdict: RedundancyPage['control']['because'][number]['verdict']): State {
  return verdict === undefined || verdict === 'not-applicable' ? 'na' : verdict
}

function Objects({ ids, naming }: { ids: readonly string[]; naming: Naming }) {
  const { hrefWith } = useRedundancyPlace()
  const say = useSay()
  return (
    <p className="objects soft">
      {ids.slice(0, OBJECTS_MAX).map((id) => {
        const kind = naming.kindOf(id)
        const canFail = kind !== undefined && kind !== 'service'
        return canFail ? (
          <Link key={id} className="mono" href={hrefWith({ fail: id })}>
            {id}
          </Link>
        ) : (
          <span key={id} className="mono">
            {id}
          </span>
        )
      })}
      {ids.length > OBJECTS_MAX && <span>{say(words.more(ids.length - OBJECTS_MAX))}</span>}
    </p>
  )
}

/** What an import could not resolve, where, and what it makes unknown. */
export function Findings({ findings, naming }: { findings: RedundancyPage['findings']; naming: Naming }) {
  const say = useSay()
  if (findings.length === 0) return null
  return (
    <section className="reasons" aria-labelledby="findings-title">
      <h2 id="findings-title">{say(words.findings)}</h2>
      <ul>
        {findings.map((finding) => (
          <li key={finding.place + finding.text.en}>
            <StateMark state="unknown" />
            <div>
              <p>
                <span className="mono">{finding.place}</span> {say(finding.text)}
              </p>
              {finding.touches.length > 0 && <p className="soft">{say(words.touches)}</p>}
              <Objects ids={finding.touches} naming={naming} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
