import type { Text } from '../../platform/text.ts'
import type { Verdict } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import { elementOf, elementsOf, type Elements } from './elements.ts'
import { promised, type RedundancyReport, type ServiceReport, type SinglePoint } from './report.ts'
import { viewpointReasons } from './viewpoints.ts'
import { called, enumerated } from './wording.ts'

/** A finding in both languages with the ids of everything it names. */
export type Reason = { text: Text; objects: string[]; verdict?: Verdict }

/** At most so many sentences of one sort; one more says how many there are beside, and holds their objects. */
const SENTENCES_MAX = 20

/** Why the network is judged as it is: what fails first, then what is open, then what is assumed or tolerated. */
export function reasonsOf(network: Network, report: RedundancyReport): Reason[] {
  const elements = elementsOf(network)
  const services = promised(report)
  const failing = services.flatMap((service) => service.single_points.map((point) => ({ service, point })))
  const tolerated = services.flatMap((service) =>
    (service.tolerated ?? []).map((point) => ({ service, point })),
  )
  const reasons: Reason[] = [
    ...asking('fail', capped(services.filter((service) => service.broken === true).map(brokenReason))),
    ...asking('fail', capped(byPoint(failing).map(([point, taken]) => pointReason(elements, point, taken)))),
    ...asking('unknown', capped(openReasons(services))),
    ...capped(byPoint(tolerated).map(([point, taken]) => toleratedReason(elements, point, taken))),
    ...beyondReasons(elements, services),
    ...(report.viewpoints === undefined ? [] : viewpointReasons(report.viewpoints)),
  ]
  if (services.every((service) => service.verdict === 'pass'))
    reasons.unshift({ ...soundReason(services), verdict: 'pass' })
  if (services.some((service) => service.assumed === true)) reasons.push(assumedReason())
  return reasons
}

/** What these reasons ask for, each of them alone. */
function asking(verdict: Verdict, reasons: Reason[]): Reason[] {
  return reasons.map((reason) => ({ ...reason, verdict }))
}

function capped(reasons: Reason[]): Reason[] {
  if (reasons.length <= SENTENCES_MAX) return reasons
  const rest = reasons.slice(SENTENCES_MAX)
  const text = { ja: `このほかに ${rest.length} 件あります。`, en: `There are ${rest.length} more.` }
  return [
    ...reasons.slice(0, SENTENCES_MAX),
    { text, objects: [...new Set(rest.flatMap((reason) => reason.objects))] },
  ]
}

type Taken = { service: ServiceReport; point: SinglePoint }

/** The services that each point takes down; points that take down more come first. */
function byPoint(taken: readonly Taken[]): [SinglePoint, ServiceReport[]][] {
  const points = new Map<string, [SinglePoint, ServiceReport[]]>()
  for (const { service, point } of taken) {
    const known = points.get(point.id)
    if (known === undefined) points.set(point.id, [point, [service]])
    else known[1].push(service)
  }
  return [...points.values()].sort(([, one], [, other]) => other.length - one.length)
}

function serviceNames(services: readonly ServiceReport[]): Text {
  return enumerated(
    services.map((service) => ({
      ja: service.name ?? service.id,
      en: service.name_en ?? service.name ?? service.id,
    })),
    3,
  )
}

function pointReason(elements: Elements, point: SinglePoint, services: readonly ServiceReport[]): Reason {
  const thing = called(elements, elementOf(elements, point.id))
  const objects = [point.id, ...services.filter((service) => service.assumed !== true).map(({ id }) => id)]
  if (services.some((service) => service.assumed === true)) {
    const text = {
      ja: `${thing.ja} が失われると、残りの機器どうしが互いに届かなくなります。`,
      en: `Without ${thing.en}, the remaining nodes no longer all reach each other.`,
    }
    return { text, objects }
  }
  const names = serviceNames(services)
  const text = {
    ja: `${thing.ja} が失われると、${names.ja} が停止します。`,
    en: `Losing ${thing.en} alone takes down ${names.en}.`,
  }
  return { text, objects }
}

function toleratedReason(elements: Elements, point: SinglePoint, services: readonly ServiceReport[]): Reason {
  const thing = called(elements, elementOf(elements, point.id))
  const names = serviceNames(services)
  return {
    text: {
      ja: `${thing.ja} が失われると ${names.ja} が停止しますが、許容されたリスクです。`,
      en: `Losing ${thing.en} takes down ${names.en}; this risk is tolerated.`,
    },
    objects: [point.id, ...services.map((service) => service.id)],
  }
}

function brokenReason(service: ServiceReport): Reason {
  if (service.assumed === true) {
    const text = {
      ja: '何も失われていなくても、互いに届かない機器があります。',
      en: 'There are nodes that do not reach each other before anything fails.',
    }
    return { text, objects: [] }
  }
  const name = service.name ?? service.id
  const text = {
    ja: `${name} は、何も失われていない状態でも成り立っていません。`,
    en: `${name} is down before anything fails.`,
  }
  return { text, objects: [service.id] }
}

/** What is not proven, each reason once with the services that it leaves open. */
function openReasons(services: readonly ServiceReport[]): Reason[] {
  const open = new Map<string, { reason: Reason; services: ServiceReport[] }>()
  for (const service of services) {
    for (const reason of service.unproven ?? []) {
      const known = open.get(reason.text.en)
      if (known === undefined) open.set(reason.text.en, { reason, services: [service] })
      else known.services.push(service)
    }
  }
  return [...open.values()].map(({ reason, services }) => {
    if (services.some((service) => service.assumed === true)) return reason
    const names = serviceNames(services)
    return {
      text: { ja: `${names.ja}：${reason.text.ja}`, en: `${names.en}: ${reason.text.en}` },
      objects: [...new Set([...reason.objects, ...services.map((service) => service.id)])],
    }
  })
}

function beyondReasons(elements: Elements, services: readonly ServiceReport[]): Reason[] {
  const beyond = [...new Set(services.flatMap((service) => service.beyond_boundary ?? []))]
  if (beyond.length === 0) return []
  const names = enumerated(beyond.map((id) => called(elements, elementOf(elements, id))))
  const text = {
    ja: `責任分界点の外にある ${names.ja} に頼っています。これらは正常に働くものとみなしました。`,
    en: `It relies on ${names.en}, beyond the responsibility boundary; these were assumed to work.`,
  }
  return [{ text, objects: beyond }]
}

function soundReason(services: readonly ServiceReport[]): Reason {
  const many = services.length
  const text = services.some((service) => service.assumed === true)
    ? {
        ja: '機器・回線・リスクのどれか一つが失われても、残りの機器は互いに届きます。',
        en: 'Whichever one node, link or risk is lost, the remaining nodes still reach each other.',
      }
    : {
        ja: `${many} の役務のいずれも、許容されたものを除き、一つの機器・回線・リスクが失われるだけでは停止しません。`,
        en: `Of ${many} services none goes down when any one node, link or risk is lost, apart from what is tolerated.`,
      }
  return { text, objects: [] }
}

function assumedReason(): Reason {
  const text = {
    ja: '役務が登録されていないため、すべての機器が互いに届くことを役務とみなして判定しました。',
    en: 'No services are declared, so one was assumed: that all nodes reach each other.',
  }
  return { text, objects: [] }
}
