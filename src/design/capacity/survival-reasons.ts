import type { Because } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import type { Text } from '../../platform/text.ts'
import type { FailureLoad, Service, SurvivalReport } from './load-report.ts'

type Reason = Omit<Because, 'evidence'>

/** Failures that are told one by one; more are counted. */
const TOLD_MAX = 100
const OBJECTS_MAX = 200

/** What the loads say about 2.2, as sentences with the objects at fault. */
export function survivalReasons(network: Network, report: SurvivalReport): Reason[] {
  const names = namesOf(network)
  const bad = report.failures.filter(isBad)
  const reasons: Reason[] = []
  if (isBad(report.steady)) reasons.push(stateReason(AT_REST, undefined, report.steady, names))
  const worstFirst = bad.toSorted(
    (a, b) => b.overloaded.length - a.overloaded.length || b.unserved - a.unserved,
  )
  for (const failure of worstFirst.slice(0, TOLD_MAX))
    reasons.push(stateReason(failing(failure, names), failure.id, failure, names))
  if (worstFirst.length > TOLD_MAX) {
    const rest = worstFirst.slice(TOLD_MAX)
    reasons.push({
      text: {
        ja: `ほか ${rest.length} 件の一重故障でも、過負荷または不達が生じます。`,
        en: `${rest.length} more single failures overload something or leave demands unserved.`,
      },
      objects: rest.map(({ id }) => id).slice(0, OBJECTS_MAX),
      verdict: 'fail',
    })
  }
  for (const text of report.unknown) reasons.push({ text, objects: [], verdict: 'unknown' })
  if (reasons.length === 0) reasons.push(passReason(report))
  return reasons
}

function isBad({ unserved, overloaded }: Service): boolean {
  return unserved > 0 || overloaded.length > 0
}

const AT_REST: Text = { ja: '平常時に', en: 'At rest' }

function failing({ id }: FailureLoad, names: ReadonlyMap<string, Text>): Text {
  const name = names.get(id) ?? { ja: id, en: id }
  return { ja: `${name.ja} が失われると、`, en: `When ${name.en} is lost,` }
}

function stateReason(
  when: Text,
  failure: string | undefined,
  { overloaded, unserved }: Service,
  names: ReadonlyMap<string, Text>,
): Reason {
  const shown = overloaded.slice(0, 5).map((id) => names.get(id) ?? { ja: id, en: id })
  const more = overloaded.length - shown.length
  const lost = Number(unserved.toPrecision(4))
  const overJa =
    overloaded.length > 0
      ? `${shown.map(({ ja }) => ja).join('、')}${more > 0 ? ` ほか ${more} 件` : ''} が容量を超え`
      : ''
  const overEn =
    overloaded.length > 0
      ? `${shown.map(({ en }) => en).join(', ')}${more > 0 ? ` and ${more} more` : ''} carry more than they can`
      : ''
  const ja = [overJa, unserved > 0 ? `${lost} の需要が届かなくなり` : ''].filter(Boolean).join('、')
  const en = [overEn, unserved > 0 ? `demands of ${lost} find no way` : ''].filter(Boolean).join(', and ')
  return {
    text: { ja: `${when.ja}${ja}ます。`, en: `${when.en} ${en}.` },
    objects: [...(failure === undefined ? [] : [failure]), ...overloaded].slice(0, OBJECTS_MAX),
    verdict: 'fail',
  }
}

function passReason({ failures, growth }: SurvivalReport): Reason {
  const factor = growth.under_failure?.factor
  const room = factor === undefined ? undefined : Number(factor.toPrecision(3))
  return {
    text: {
      ja: `平常時と ${failures.length} 件の一重故障のすべてで、需要を容量の範囲で運べます${room === undefined ? '' : `（一重故障時に ${room} 倍まで）`}。`,
      en: `At rest and under all ${failures.length} single failures the demands are carried within capacity${room === undefined ? '' : ` (up to ${room} times under a failure)`}.`,
    },
    objects: [],
    verdict: 'pass',
  }
}

function namesOf(network: Network): Map<string, Text> {
  const named = new Map<string, Text>()
  for (const { id, name, name_en } of [...network.nodes, ...network.links, ...network.risks])
    if (name !== undefined) named.set(id, { ja: name, en: name_en ?? name })
  return named
}
