import type { Text } from '../../platform/text.ts'
import { defineControl } from '../../charter/control.ts'
import type { Because, ControlVerdict, Evidence, Population } from '../../charter/verdict.ts'
import { worst } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import { redundancyOf } from './redundancy.ts'
import { promised, type RedundancyReport } from './report.ts'
import { reasonsOf } from './sentences.ts'
import { isUntested } from './standby.ts'
import { withStandingTolerances } from './tolerances.ts'

/** The network as it was last declared, with the document that declared it. */
export type Declared = { network: Network; source: string; sha256: string }

const SERVICES: Text = { ja: '役務', en: 'services' }
const ELEMENTS: Text = { ja: '機器・回線・リスク', en: 'nodes, links and risks' }

/**
 * 2.1: no single node, link or risk takes a service down. Fails where one does or a service is down already; unknown
 * where no network was declared, a route is not proven diverse, or an import left something open.
 */
export const singlePointsControl = defineControl<Declared | undefined>({
  id: 'redundancy.single-points',
  clause: '2.1',
  title: { ja: '単一障害点がないこと', en: 'No single point of failure' },
  facts: ['estate.network.declared'],
  initial: undefined,
  fold: (_, fact) => fact.body as unknown as Declared,
  judge: judged,
})

function judged(state: Declared | undefined, atMs: number): Omit<ControlVerdict, 'id'> {
  const standing = { freshness: 'fresh', basis: 'computed' } as const
  if (state === undefined) {
    const text = {
      ja: 'ネットワークが登録されていないため、判定できません。',
      en: 'No network has been declared, so nothing can be judged.',
    }
    const population = [SERVICES, ELEMENTS].map((noun) => ({ noun, total: 0, judged: 0 }))
    return { ...standing, verdict: 'unknown', population, because: [{ text, evidence: [], objects: [] }] }
  }
  const { network, source, sha256 } = state
  const report = reportOn(network, atMs)
  const evidence: Evidence[] = [{ kind: 'document', ref: source, sha256 }]
  const because: Because[] = reasonsOf(network, report).map((reason) => ({ ...reason, evidence }))
  const verdict = worst(promised(report).map((service) => service.verdict))
  return { ...standing, verdict, population: populationOf(network, report), because }
}

/** A switch-over is to be tested anew within so many days; a year and a month, so that a yearly exercise may slip. */
const TESTED_WITHIN_DAYS = 396
const DAY_MS = 86_400_000

const reports = new WeakMap<Network, Map<string, RedundancyReport>>()

/**
 * A declared network does not change, so it is judged once however often the board is read, and again only when the
 * last test of a switch-over becomes too old, or what is tolerated ends.
 */
export function reportOn(network: Network, atMs: number): RedundancyReport {
  const tested = { fromMs: atMs - TESTED_WITHIN_DAYS * DAY_MS, untilMs: atMs + 1 }
  const untested = network.groups.filter((group) => isUntested(group, tested)).map(({ id }) => id)
  const standing = withStandingTolerances(network, atMs)
  const known = reports.get(network) ?? new Map<string, RedundancyReport>()
  reports.set(network, known)
  const tolerated = standing.services.map(({ tolerate }) => tolerate.length)
  const key = JSON.stringify([untested, tolerated])
  const report = known.get(key) ?? redundancyOf(standing, { tested })
  known.set(key, report)
  return report
}

function populationOf(network: Network, report: RedundancyReport): Population[] {
  const total = network.nodes.length + network.links.length + network.risks.length
  const services = promised(report)
  const judged = services.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail').length
  return [
    { noun: SERVICES, total: services.length, judged },
    { noun: ELEMENTS, total, judged: total },
  ]
}
