import { useSay } from '../../web/language.tsx'
import { Link, useGo, usePlace } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import type { Text } from '../../platform/text.ts'
import { ActionForm } from './action-form.tsx'
import { AttestForm } from './attest-form.tsx'
import type { Clause } from './chapters.ts'
import { words } from './clause-words.ts'
import { RuleForm } from './rule-form.tsx'
import { useMay } from './standing.ts'
import { WaiverForm } from './waiver-form.tsx'

const FORMS = ['attest', 'waiver', 'rule', 'action'] as const
type Form = (typeof FORMS)[number]

const NAMES: Record<Form, Text> = {
  attest: words.attest,
  waiver: words.askWaiver,
  rule: words.writeRule,
  action: words.openAction,
}

const PERMISSIONS: Record<Form, string> = {
  attest: 'charter.attest',
  waiver: 'charter.request-waiver',
  rule: 'charter.write-rules',
  action: 'improvement.plan',
}

/** What can be done from here; what cannot says why. Which form is open stands in the address. */
export function Doing({ clause }: { clause: Clause }) {
  const say = useSay()
  const go = useGo()
  const may = useMay()
  const { form } = usePlace()
  const id = clause.entry.id
  const open = FORMS.find(
    (one) => one === form && refusal(one, clause) === undefined && may(PERMISSIONS[one]).may,
  )
  const close = () => go(paths.clausePage(id), { replace: true })
  return (
    <section className="part doing unprinted" aria-labelledby="doing-title">
      <h2 id="doing-title">{say(words.doHere)}</h2>
      <ul className="verbs">
        {FORMS.map((one) => {
          const allowed = may(PERMISSIONS[one])
          const why = refusal(one, clause) ?? allowed.why
          return (
            <li key={one}>
              {why === undefined && allowed.may ? (
                <Link
                  className="button"
                  keepScroll
                  aria-current={one === open ? 'true' : undefined}
                  href={paths.clausePage(id, { form: one })}
                >
                  {say(NAMES[one])}
                </Link>
              ) : (
                <button type="button" className="button" disabled>
                  {say(NAMES[one])}
                </button>
              )}
              {why !== undefined && <span className="why-not">{say(why)}</span>}
            </li>
          )
        })}
      </ul>
      {open === 'attest' && <AttestForm clause={clause} close={close} />}
      {open === 'waiver' && <WaiverForm clause={clause} close={close} />}
      {open === 'rule' && <RuleForm clause={id} close={close} />}
      {open === 'action' && <ActionForm clause={id} close={close} />}
    </section>
  )
}

/** Why something makes no sense here, whoever asks. */
function refusal(form: Form, clause: Clause): Text | undefined {
  const controls = clause.verdict?.controls ?? []
  if (form === 'attest' && !controls.some(({ id }) => id === `${clause.entry.id}.attested`))
    return words.isComputed
  if (form === 'waiver' && clause.verdict?.verdict !== 'fail') return words.nothingFails
  return undefined
}
