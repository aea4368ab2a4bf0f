import { defineControl, type Control, type Judgement } from '../charter/control.ts'
import { controlVerdictOf } from '../charter/conformance.ts'
import { SCOPE_DECLARED, scopeIn, type Scope } from '../charter/scope.ts'
import type { Because, Population, Verdict } from '../charter/verdict.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import { cellsOf, evidenceOf, meant, type Cell } from './cell.ts'
import { EMPTY_MATRIX, GUIDELINE_FACTS, matrixAfter, type ApprovedVersion, type Matrix } from './guideline.ts'
import { cellId } from './matrix.ts'

export const MATRIX_CONTROL = 'guidelines.matrix'

/** The facts that carrying controls read, the newest on top: adding one copies none. */
type Seen = { fact: Fact; before: Seen } | undefined

type State = { scope: Scope | undefined; matrix: Matrix; seen: Seen }

/**
 * 1: every cell of the matrix holds a guideline in force whose controls exist, or an approved "not applicable". Fails
 * for each cell that does not, on an installation from its first day and in a workspace as soon as it keeps any
 * guideline; unknown where none are kept at all. `others` are all other controls: a guideline that only unknown ones
 * carry is said, and decides nothing.
 */
export function matrixControl(others: readonly Control[]): Control {
  const own = new Set<string>([SCOPE_DECLARED, ...GUIDELINE_FACTS])
  const carried = new Set(others.flatMap(({ facts }) => facts))
  return defineControl<State>({
    id: MATRIX_CONTROL,
    clause: '1',
    title: { ja: 'すべての升に指針があること', en: 'A guideline in every cell' },
    facts: [...new Set([...own, ...carried])],
    initial: { scope: undefined, matrix: EMPTY_MATRIX, seen: undefined },
    fold: (state, fact) => ({
      scope: fact.type === SCOPE_DECLARED ? scopeIn(fact) : state.scope,
      matrix: matrixAfter(state.matrix, fact),
      seen: carried.has(fact.type) ? { fact, before: state.seen } : state.seen,
    }),
    judge: (state, atMs) => judged(state, others, atMs),
  })
}

const CELLS_NOUN: Text = { ja: '升', en: 'cells' }
const GUIDELINES_NOUN: Text = { ja: '指針', en: 'guidelines' }

function judged(state: State, others: readonly Control[], atMs: number): Judgement {
  const { matrix, scope } = state
  const cells = cellsOf(matrix, others)
  const nothing = matrix.guidelines.size === 0 && matrix.exclusions.size === 0
  const standing = { freshness: 'fresh', basis: 'computed' } as const
  if (nothing && scope?.kind !== 'installation') {
    const population = [{ noun: CELLS_NOUN, total: cells.length, judged: 0 }]
    const because = [{ text: NOTHING_KEPT, evidence: [], objects: [], verdict: 'unknown' as const }]
    return { ...standing, verdict: 'unknown', population, because }
  }
  const faults = cells.flatMap((cell) => cell.faults)
  const verdict: Verdict = faults.length > 0 ? 'fail' : 'pass'
  const because = [
    ...faults,
    ...cells.filter(({ state }) => state === 'covered' || state === 'excluded').map(soundReason),
    ...uncarried(cells, state, others, atMs),
    ...waitingReason(cells),
  ]
  return { ...standing, verdict, population: populationOf(cells, others), because }
}

/** A cell is judged where something in it, or its approved absence, could be looked at; an empty one was seen empty. */
function populationOf(cells: readonly Cell[], others: readonly Control[]): Population[] {
  const inForce = cells.flatMap((cell) => cell.inForce)
  const carried = inForce.filter(({ controls }) => controls.some((name) => meant(others, name).length > 0))
  return [
    { noun: CELLS_NOUN, total: cells.length, judged: cells.length },
    { noun: GUIDELINES_NOUN, total: inForce.length, judged: carried.length },
  ]
}

function soundReason({ place, inForce, exclusion }: Cell): Because {
  const evidence = inForce.flatMap(evidenceOf)
  const objects = [cellId(place), ...inForce.map(({ id }) => id)]
  if (inForce.length > 0) {
    const names = {
      ja: inForce.map(({ title }) => `「${title.ja}」`).join(''),
      en: inForce.map(({ title }) => `“${title.en}”`).join(', '),
    }
    const text = {
      ja: `指針${names.ja}が有効です。`,
      en: `${names.en} ${inForce.length === 1 ? 'is' : 'are'} in force.`,
    }
    return { text, evidence, objects, verdict: 'pass' }
  }
  const { reason, approver } = exclusion!
  return {
    text: {
      ja: `適用しないことを ${approver} が承認しています。理由: ${reason.ja}`,
      en: `That nothing applies here was approved by ${approver}: ${reason.en}`,
    },
    evidence,
    objects,
    verdict: 'pass',
  }
}

/** Guidelines of which nothing is known: words on paper, so far. */
function uncarried(
  cells: readonly Cell[],
  { seen }: State,
  others: readonly Control[],
  atMs: number,
): Because[] {
  const versions = cells.flatMap((cell) => cell.inForce)
  if (versions.length === 0) return []
  const facts: Fact[] = []
  for (let at = seen; at !== undefined; at = at.before) facts.push(at.fact)
  facts.reverse()
  const verdicts = new Map<string, Verdict>()
  const verdictOf = (control: Control): Verdict => {
    const known = verdicts.get(control.id) ?? controlVerdictOf(control, facts, atMs).verdict
    verdicts.set(control.id, known)
    return known
  }
  return versions.flatMap((version) => {
    const carriers = version.controls.flatMap((name) => meant(others, name))
    if (carriers.length === 0 || carriers.some((control) => verdictOf(control) !== 'unknown')) return []
    return [unknownReason(version, carriers.length)]
  })
}

function unknownReason(version: ApprovedVersion, carriers: number): Because {
  const { title } = version
  return {
    text: {
      ja: `指針「${title.ja}」を担う統制 ${carriers} 件は、いまどれも不明です。守られているかは分かりません。`,
      en: `The guideline “${title.en}” is carried by ${carriers} control${carriers === 1 ? '' : 's'}, all unknown now: whether it holds is not known.`,
    },
    evidence: evidenceOf(version),
    objects: [cellId(version), version.id],
  }
}

function waitingReason(cells: readonly Cell[]): Because[] {
  const guidelines = cells.flatMap(({ waiting }) => waiting.map(({ id }) => id))
  const exclusions = cells.filter(({ exclusionWaiting }) => exclusionWaiting !== undefined)
  const count = guidelines.length + exclusions.length
  if (count === 0) return []
  const text = {
    ja: `承認を待つものが ${count} 件あります（指針 ${guidelines.length}、適用しない升 ${exclusions.length}）。承認されるまで数えません。`,
    en: `${count} ${count === 1 ? 'waits' : 'wait'} for approval (guidelines ${guidelines.length}, cells not to apply ${exclusions.length}) and ${count === 1 ? 'does' : 'do'} not count until then.`,
  }
  return [{ text, evidence: [], objects: [...guidelines, ...exclusions.map(({ place }) => cellId(place))] }]
}

const NOTHING_KEPT: Text = {
  ja: '品質指針が一つも登録されていません。guidelines に指針を置いてください。憲章の各章が挙げる 10 の升には、書き出しの文案があります。',
  en: 'No guidelines are kept here. Put them under guidelines; for the ten cells that the charter’s chapters name, a wording stands ready.',
}
