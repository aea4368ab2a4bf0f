import type { Text } from '../../platform/text.ts'
import { idOf, type Elements } from './elements.ts'
import type { Prepared } from './prepare.ts'
import { reachableFrom, sampleFrom } from './reach.ts'
import type { Witness } from './report.ts'
import type { Lost } from './service.ts'
import { called, enumerated } from './wording.ts'

/** At most so many ids of what is still reached are listed; the count is always the full one. */
const SAMPLE_MAX = 200

/**
 * The witness for the failures at hand: deaths from place `before` on, in order, and what was lost by them.
 * `reachableCount` may be given where it is already known; it is counted by a search otherwise.
 */
export function witnessOf(
  prepared: Prepared,
  failed: readonly number[],
  before: number,
  lost: Lost,
  reachableCount?: number,
): Witness {
  const { elements, failures, reach } = prepared
  const reachable =
    reachableCount === undefined
      ? reachableFrom(reach, failures.dead, lost.from, SAMPLE_MAX)
      : { count: reachableCount, sample: sampleFrom(reach, failures.dead, lost.from, SAMPLE_MAX) }
  const from = idOf(elements, lost.from)
  return {
    dies: deathsSince(prepared, before),
    lost: lost.to === undefined ? { from } : { from, to: idOf(elements, lost.to) },
    reachable: { count: reachable.count, sample: reachable.sample.map((node) => idOf(elements, node)) },
    text: sentence(elements, failed, lost),
  }
}

/** Everything that died from place `before` on, in order, each with the id of what killed it. */
export function deathsSince(prepared: Prepared, before: number): Witness['dies'] {
  const { elements, failures } = prepared
  const dies: Witness['dies'] = []
  for (let at = before; at < failures.size; at += 1) {
    dies.push({ id: idOf(elements, failures.order[at]!), because: idOf(elements, failures.cause[at]!) })
  }
  return dies
}

function sentence(elements: Elements, failed: readonly number[], lost: Lost): Text {
  const things = enumerated(failed.map((element) => called(elements, element)))
  const from = called(elements, lost.from)
  if (lost.to !== undefined) {
    const to = called(elements, lost.to)
    return {
      ja: `${things.ja} が失われると、${from.ja} から ${to.ja} に届かなくなります。`,
      en: `Without ${things.en}, ${from.en} no longer reaches ${to.en}.`,
    }
  }
  if (failed.includes(lost.from)) {
    return {
      ja: `${from.ja} はサービスの端点で、代わりがありません。`,
      en: `There is no alternative to ${from.en}, an endpoint of the service.`,
    }
  }
  return {
    ja: `${things.ja} が失われると、サービスの端点 ${from.ja} も失われます。`,
    en: `Without ${things.en}, the endpoint ${from.en} is lost as well.`,
  }
}
