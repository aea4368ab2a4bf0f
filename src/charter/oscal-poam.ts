import type { Json, Text } from '../platform/text.ts'
import type { Action } from './improvement/action.ts'
import type { AdoptionStep } from './improvement/adoption.ts'
import type { Finding } from './improvement/finding.ts'
import {
  both,
  described,
  metadata,
  observation,
  observationUuid,
  oscalFinding,
  oscalFindingUuid,
  prop,
  uuidOf,
  type Oscal,
} from './oscal.ts'
import type { ClauseVerdict, Conformance, ControlVerdict } from './verdict.ts'

/** What is being done: findings that are not closed with their actions, and plans for what is unknown. */
export type OpenWork = {
  findings: readonly Finding[]
  actions: ReadonlyMap<string, Action>
  adoption: readonly AdoptionStep[]
}

export const NO_WORK: OpenWork = { findings: [], actions: new Map(), adoption: [] }

type Item = { item: Json; risk?: Json }

/**
 * Everything that is not satisfied, and what is done about it, as a plan of action and milestones: an item for each
 * control that fails, is unknown or out of date, one for each finding that is not closed, one for each action that a
 * review decided. Nothing that is unknown, stale or waived is satisfied in it. The same state gives the
 * same bytes.
 */
export function oscalPoam(conformance: Conformance, work: OpenWork): Oscal {
  const weak = conformance.clauses.flatMap((clause) =>
    clause.controls.filter(isWeak).map((control) => ({ clause, control })),
  )
  const clauses = [...new Map(weak.map(({ clause }) => [clause.id, clause])).values()]
  const items = [
    ...weak.map(({ clause, control }) => controlItem(conformance, clause, control, work)),
    ...work.findings.filter((finding) => isOpen(finding, work)).map((finding) => findingItem(finding, work)),
    ...[...work.actions.values()].filter(isOpenDecision).map(decisionItem),
  ]
  const observations = clauses.flatMap((clause) =>
    clause.controls.map((control) => observation(conformance, clause, control)),
  )
  const risks = items.flatMap(({ risk }) => (risk === undefined ? [] : [risk]))
  return {
    'plan-of-action-and-milestones': {
      uuid: uuidOf(`poam ${conformance.charter} ${conformance.at}`),
      metadata: metadata(`Plan of action and milestones of ${conformance.charter}`, conformance),
      'system-id': {
        'identifier-type': 'http://ietf.org/rfc/rfc4122',
        id: uuidOf(`system ${conformance.charter}`),
      },
      ...(observations.length > 0 && { observations }),
      ...(risks.length > 0 && { risks }),
      ...(clauses.length > 0 && { findings: clauses.map((clause) => oscalFinding(conformance, clause)) }),
      'poam-items': items.length > 0 ? items.map(({ item }) => item) : [nothingOpen(conformance)],
    },
  }
}

/** What fails, waived or not, is unknown or out of date is to be mended; what holds or does not apply is not. */
function isWeak({ verdict, freshness }: ControlVerdict): boolean {
  return verdict === 'fail' || verdict === 'unknown' || freshness === 'stale'
}

function isOpen(finding: Finding, { actions }: OpenWork): boolean {
  return finding.action === undefined || actions.get(finding.action)?.state !== 'closed'
}

function isOpenDecision({ findings, state }: Action): boolean {
  return findings.length === 0 && state !== 'closed'
}

function controlItem(
  conformance: Conformance,
  clause: ClauseVerdict,
  control: ControlVerdict,
  { adoption }: OpenWork,
): Item {
  const name = `control ${conformance.charter} ${control.id}`
  const plans = control.verdict === 'unknown' ? adoption.filter((step) => step.control === control.id) : []
  const risk = plans.length === 0 ? undefined : adoptionRisk(name, control, plans)
  const item = {
    uuid: uuidOf(`item ${name}`),
    title: `${clause.id} ${clause.title.en}: ${control.id}`,
    description: described(clause, control.because),
    props: [
      prop('verdict', control.verdict),
      prop('freshness', control.freshness),
      prop('waived', String(clause.waived)),
    ],
    'related-findings': [{ 'finding-uuid': oscalFindingUuid(conformance, clause) }],
    'related-observations': [{ 'observation-uuid': observationUuid(conformance, control) }],
    ...(risk !== undefined && { 'related-risks': [{ 'risk-uuid': uuidOf(`risk ${name}`) }] }),
  }
  return risk === undefined ? { item } : { item, risk }
}

/** The newest plan is the milestone; the earlier ones stand in the log. */
function adoptionRisk(name: string, control: ControlVerdict, plans: readonly AdoptionStep[]): Json {
  const last = plans.at(-1)!
  return {
    uuid: uuidOf(`risk ${name}`),
    title: `Unknown: ${control.id}`,
    description: texts(last.needed),
    statement: 'Nothing shows whether this control holds.',
    status: 'open',
    deadline: last.target,
    remediations: [
      {
        uuid: uuidOf(`response ${name}`),
        lifecycle: 'planned',
        title: `Make ${control.id} known`,
        description: texts(last.needed),
        props: [prop('owner', last.owner)],
        tasks: [milestone(`task ${name}`, `Make ${control.id} known`, last.target)],
      },
    ],
    'risk-log': {
      entries: plans.map((plan, at) => ({
        uuid: uuidOf(`entry ${name} ${at}`),
        title: `Planned for ${plan.target} with ${plan.owner}`,
        start: plan.at,
      })),
    },
  }
}

function findingItem(finding: Finding, { actions }: OpenWork): Item {
  const { id, clause, control, kind, objects, because, opened_at } = finding
  const action = finding.action === undefined ? undefined : actions.get(finding.action)
  const risk: Json = {
    uuid: uuidOf(`risk finding ${id}`),
    title: `Finding of ${clause}${control === undefined ? '' : ` (${control})`}`,
    description: texts(because),
    statement: objects.length === 0 ? 'No object is named.' : `Objects: ${objects.join(', ')}`,
    status: action === undefined ? 'open' : 'remediating',
    ...(action !== undefined && {
      deadline: action.due,
      remediations: [remediation(action, `finding ${id}`)],
      'risk-log': logOf(action, `finding ${id}`),
    }),
  }
  const item: Json = {
    uuid: uuidOf(`item finding ${id}`),
    title: `${clause} ${kind}${control === undefined ? '' : ` ${control}`}`,
    description: texts(because),
    props: [
      prop('finding', id),
      prop('opened', opened_at),
      prop('state', action?.state ?? 'unplanned'),
      ...(action === undefined ? [] : [prop('action', action.id)]),
    ],
    'related-risks': [{ 'risk-uuid': uuidOf(`risk finding ${id}`) }],
  }
  return { item, risk }
}

function decisionItem(action: Action): Item {
  const name = `action ${action.id}`
  return {
    item: {
      uuid: uuidOf(`item ${name}`),
      title: 'Decision of a management review',
      description: action.what,
      props: [
        prop('action', action.id),
        prop('state', action.state),
        ...(action.review === undefined ? [] : [prop('review', action.review)]),
      ],
      'related-risks': [{ 'risk-uuid': uuidOf(`risk ${name}`) }],
    },
    risk: {
      uuid: uuidOf(`risk ${name}`),
      title: 'Decision of a management review',
      description: action.what,
      statement: action.what,
      status: 'remediating',
      deadline: action.due,
      remediations: [remediation(action, name)],
      'risk-log': logOf(action, name),
    },
  }
}

/** What is being done. Completed only once another has verified it; the effect is a milestone of its own. */
function remediation(action: Action, name: string): Json {
  const { id, what, owner, due, state, effect_due } = action
  return {
    uuid: uuidOf(`response ${name} ${id}`),
    lifecycle: state === 'verified' ? 'completed' : 'planned',
    title: `Action ${id}`,
    description: what,
    props: [prop('owner', owner), prop('state', state), prop('reopened', String(action.reopened))],
    tasks: [
      milestone(`task ${name} ${id} due`, 'Done and reported', due),
      ...(effect_due === undefined
        ? []
        : [milestone(`task ${name} ${id} effect`, 'Effect checked', effect_due)]),
    ],
  }
}

function logOf(action: Action, name: string): Json {
  return {
    entries: action.history.map(({ type, by, at, remark }, order) => ({
      uuid: uuidOf(`entry ${name} ${action.id} ${order}`),
      title: type,
      ...(remark !== undefined && remark !== '' && { description: remark }),
      start: at,
      props: [prop('by', by)],
    })),
  }
}

function milestone(name: string, title: string, date: string): Json {
  return { uuid: uuidOf(name), type: 'milestone', title, timing: { 'on-date': { date } } }
}

function texts(many: readonly Text[]): string {
  return many.length === 0 ? 'No reason was given.' : many.map(both).join('\n\n')
}

/** The model asks for an item even where there is nothing to do. */
function nothingOpen({ charter, at }: Conformance): Json {
  return {
    uuid: uuidOf(`item nothing ${charter} ${at}`),
    title: 'Nothing is open',
    description: `Every control of the charter held freshly, or did not apply, at ${at}.`,
  }
}
