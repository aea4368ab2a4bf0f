import type { NetBoxEstate } from './netbox-estate.ts'
import { placeOf } from './netbox-estate.ts'
import type { Cabling } from './netbox-cables.ts'
import { refOf } from './netbox-records.ts'
import type { NetBoxRecord } from './netbox-records.ts'

/**
 * Lets each device ride on what powers it. With two or more sources one of them suffices: a group that needs one.
 * Several cords into the same source are one source.
 */
export function powerOf(estate: NetBoxEstate, cabling: Cabling): void {
  const { records, foreign } = estate
  const riding = new Map(
    [...foreign.network.nodes, ...foreign.network.risks].map((element) => [element.id, element]),
  )
  for (const [device, ports] of Map.groupBy(records.all('dcim.powerport'), ({ fields }) =>
    Number(fields['device']),
  )) {
    const id = estate.deviceIds.get(device)
    const element = id === undefined ? undefined : riding.get(id)
    if (id === undefined || !element) continue
    const sources = [...new Set(ports.flatMap((port) => sourcesOf(estate, cabling, port, id)))]
    if (sources.length === 1) element.rides_on.push(sources[0]!)
    else if (
      sources.length > 1 &&
      foreign.group(`dcim.device ${device}`, {
        id: `power:${id}`,
        members: sources,
        needs: 1,
        kind: 'active-active',
      })
    )
      element.rides_on.push(`power:${id}`)
  }
}

function sourcesOf(estate: NetBoxEstate, cabling: Cabling, port: NetBoxRecord, id: string): string[] {
  const sources: string[] = []
  for (const far of cabling.joined.get(refOf(port))?.far ?? []) {
    const record = estate.records.at(far)
    if (record?.model === 'dcim.powerfeed') sources.push(estate.riskOf('dcim.powerfeed', record.pk)!)
    else if (record?.model === 'dcim.poweroutlet') {
      const strip = estate.ridable(Number(record.fields['device']))
      if (strip !== undefined && strip !== id) sources.push(strip)
    } else {
      const ja = `「${id}」の電源ポートのつなぎ先（${far}）を読み取れません。給電元は不明です。`
      estate.foreign.find(
        placeOf(port),
        {
          ja,
          en: `A power port of “${id}” leads to ${far}, which the file does not explain; its power source is unknown.`,
        },
        [id],
      )
    }
  }
  return sources
}
