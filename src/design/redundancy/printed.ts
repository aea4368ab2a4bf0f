import type { Verdict } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import type { Language, Text } from '../../platform/text.ts'
import type { Addition, Advice } from './advice.ts'
import type { RedundancyReport, ServiceReport } from './report.ts'
import { reasonsOf } from './sentences.ts'

const MARK: Record<Verdict, string> = { pass: '●', fail: '▲', unknown: '◌', 'not-applicable': '―' }

const WORD: Record<Verdict, Text> = {
  pass: { ja: '適合', en: 'holds' },
  fail: { ja: '不適合', en: 'fails' },
  unknown: { ja: '不明', en: 'unknown' },
  'not-applicable': { ja: '対象外', en: 'not applicable' },
}

/** At most so many lines of each list are printed for a service; `--json` holds all. */
const LINES_MAX = 20

/** The report as lines for a terminal. */
export function printedReport(network: Network, report: RedundancyReport, language: Language): string[] {
  const ja = language === 'ja'
  const counts = ja
    ? `機器 ${report.nodes}、回線 ${report.links}、連結成分 ${report.components}、ブロック ${report.blocks}、関節点 ${report.articulation_points.length}、橋 ${report.bridges.length}`
    : [
        counted(report.nodes, 'node'),
        counted(report.links, 'link'),
        counted(report.components, 'component'),
        counted(report.blocks, 'block'),
        counted(report.articulation_points.length, 'articulation point'),
        counted(report.bridges.length, 'bridge'),
      ].join(', ')
  const lines = [counts, '']
  for (const service of report.services) lines.push(...serviceLines(service, language))
  lines.push(...reasonsOf(network, report).map((reason) => reason.text[language]))
  if (report.advice !== undefined) lines.push('', ...adviceLines(report.advice, language))
  if (report.timings !== undefined) {
    const timed = Object.entries(report.timings).map(([part, seconds]) => `${part} ${seconds.toFixed(3)}`)
    lines.push('', timed.join('   '))
  }
  return lines
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}

function serviceLines(service: ServiceReport, language: Language): string[] {
  const ja = language === 'ja'
  const lines = [`${MARK[service.verdict]} ${service.name ?? service.id}  ${WORD[service.verdict][language]}`]
  const points = service.single_points.map((point) => `    ${point.id}  ${point.witness.text[language]}`)
  lines.push(...cut(points, language))
  const set = service.smallest_failure_set
  if (set !== undefined)
    lines.push(
      ja
        ? `    同時に失われると止まる最小の数：${set.at_least} 以上 ${set.at_most} 以下（限界値）。例：${set.example.join('、')}`
        : `    smallest set that takes it down: at least ${set.at_least}, at most ${set.at_most} (bounds); for example ${set.example.join(', ')}`,
    )
  if (service.minimal_pairs !== undefined) {
    const more = service.minimal_pairs_cut_off === true ? (ja ? ' 以上' : ' or more') : ''
    const count = service.minimal_pairs.length
    lines.push(
      ja
        ? `    同時に失われると止まる二つの組：${count}${more}`
        : `    pairs that take it down together: ${count}${more}`,
    )
    lines.push(
      ...cut(
        service.minimal_pairs.map(([a, b]) => `      ${a} + ${b}`),
        language,
      ),
    )
  }
  return [...lines, '']
}

function cut(lines: string[], language: Language): string[] {
  if (lines.length <= LINES_MAX) return lines
  const more = lines.length - LINES_MAX
  return [...lines.slice(0, LINES_MAX), language === 'ja' ? `    ほか ${more} 件` : `    and ${more} more`]
}

function adviceLines(advice: Advice | null, language: Language): string[] {
  const ja = language === 'ja'
  if (advice === null)
    return [
      ja
        ? '向きのある回線を含むため、助言は計算していません。'
        : 'There are directed links: no advice is computed.',
    ]
  const built = ({ from, to, cost }: Addition): string =>
    `${from} ${ja ? '―' : '-'} ${to}${advice.cost_unit === 'km' ? ` (${cost} km)` : ''}`
  const lines = advice.plan.map(({ additions, removes }) => {
    const links = additions.map(built).join(ja ? '、' : ', ')
    const count = removes.length
    return ja
      ? `+ ${links}  ${count} 件の単一障害点を除く`
      : `+ ${links}  removes ${counted(count, 'single point')}`
  })
  const left = advice.left.map(
    ({ point, service, because }) => `  ${point} (${service})  ${because?.[language] ?? ''}`,
  )
  const head = ja ? '加えるとよい回線：' : 'Links to add:'
  const rest = ja ? `回線では除けないもの：${left.length}` : `Not removed by links: ${left.length}`
  return [head, ...lines, ...(left.length > 0 ? [rest, ...cut(left, language)] : [])]
}
