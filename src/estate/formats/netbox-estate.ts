import { lookup } from '../../platform/lookup.ts'
import { ForeignNetwork } from '../foreign.ts'
import { positionFrom, textIn } from './attribute.ts'
import type { Fields, NetBoxRecord, NetBoxRecords } from './netbox-records.ts'

/** Devices in these states are not part of the network in steady state. */
const NOT_IN_SERVICE = ['planned', 'staged', 'inventory', 'decommissioning']

export class NetBoxEstate {
  readonly records: NetBoxRecords
  readonly foreign = new ForeignNetwork()
  /** Id of each device that is in service. */
  readonly deviceIds = new Map<number, string>()
  readonly passive = new Set<number>()
  readonly mounts = new Map<string, string>()

  constructor(records: NetBoxRecords) {
    this.records = records
  }

  placesAndProviders(): void {
    for (const site of this.records.all('dcim.site')) this.risk(site, 'site', [])
    for (const location of this.records.all('dcim.location'))
      this.risk(location, 'location', [
        this.riskOf('dcim.location', location.fields['parent']) ??
          this.riskOf('dcim.site', location.fields['site']),
      ])
    for (const rack of this.records.all('dcim.rack'))
      this.risk(rack, 'rack', [this.locationOrSite(rack.fields)])
    for (const panel of this.records.all('dcim.powerpanel'))
      this.risk(panel, 'power', [this.locationOrSite(panel.fields)])
    for (const feed of this.records.all('dcim.powerfeed'))
      this.risk(feed, 'power', [this.riskOf('dcim.powerpanel', feed.fields['power_panel'])])
    for (const provider of this.records.all('circuits.provider')) this.risk(provider, 'carrier', [])
    for (const platform of this.records.all('dcim.platform')) this.risk(platform, 'software', [])
    for (const chassis of this.records.all('dcim.virtualchassis')) this.risk(chassis, 'virtual-chassis', [])
    for (const network of this.records.all('circuits.providernetwork')) {
      const provider = this.riskOf('circuits.provider', network.fields['provider'])
      const name = textIn(network.fields['name'])
      this.foreign.node(placeOf(network), {
        id: idOf(network),
        ...(name !== undefined && { name }),
        rides_on: provider === undefined ? [] : [provider],
        beyond_boundary: true,
      })
    }
  }

  risk(record: NetBoxRecord, kind: string, ridesOn: (string | undefined)[]): void {
    const name = textIn(record.fields['name'] ?? record.fields['cid'])
    this.foreign.risk(placeOf(record), {
      id: idOf(record),
      kind,
      ...(name !== undefined && { name }),
      rides_on: ridesOn.filter((id) => id !== undefined),
    })
  }

  /** Id of the risk that a record became; undefined when nothing is referred to. */
  riskOf(model: string, pk: unknown): string | undefined {
    const record = this.records.one(model, pk)
    return record && idOf(record)
  }

  locationOrSite(fields: Fields): string | undefined {
    return this.riskOf('dcim.location', fields['location']) ?? this.riskOf('dcim.site', fields['site'])
  }

  devices(): void {
    const active = this.records
      .all('dcim.device')
      .filter((device) => !NOT_IN_SERVICE.includes(String(device.fields['status'])))
    this.noteLeftOut(this.records.all('dcim.device').length - active.length)
    const withInterface = new Set(this.records.all('dcim.interface').map(({ fields }) => fields['device']))
    const withPorts = new Set(
      ['dcim.frontport', 'dcim.rearport', 'dcim.poweroutlet'].flatMap((model) =>
        this.records.all(model).map(({ fields }) => fields['device']),
      ),
    )
    const named = Map.groupBy(active, (device) => textIn(device.fields['name']) ?? '')
    for (const device of active) {
      const name = textIn(device.fields['name'])
      const id = name !== undefined && named.get(name)?.length === 1 ? name : idOf(device)
      this.deviceIds.set(device.pk, id)
      if (!withInterface.has(device.pk) && withPorts.has(device.pk)) this.passive.add(device.pk)
    }
    const parents = this.parents()
    for (const device of active) this.device(device, parents.get(device.pk))
  }

  noteLeftOut(count: number): void {
    if (count === 0) return
    const ja = `計画中・準備中・撤去予定などの機器 ${count} 台は、定常時のネットワークに含めていません。`
    this.foreign.find(
      'dcim.device',
      {
        ja,
        en: `Devices planned, staged, in stock or being removed (${count}) are no part of the network in steady state.`,
      },
      [],
    )
  }

  /** Blades and the like ride on the device in whose bay they are. */
  parents(): Map<number, number> {
    const bays = this.records
      .all('dcim.devicebay')
      .filter(({ fields }) => typeof fields['installed_device'] === 'number')
    return new Map(bays.map(({ fields }) => [Number(fields['installed_device']), Number(fields['device'])]))
  }

  device(device: NetBoxRecord, parent: number | undefined): void {
    const { fields } = device
    const id = this.deviceIds.get(device.pk)!
    const place =
      this.resolved(device, id, 'dcim.rack', 'rack') ??
      this.resolved(device, id, 'dcim.location', 'location') ??
      this.resolved(device, id, 'dcim.site', 'site')
    const ridesOn = [
      place,
      this.resolved(device, id, 'dcim.platform', 'platform'),
      this.resolved(device, id, 'dcim.virtualchassis', 'virtual_chassis'),
      parent === undefined ? undefined : this.ridable(parent),
    ].filter((risk) => risk !== undefined)
    const name = this.nameOf(device)
    const common = { id, ...(name !== undefined && { name }), rides_on: ridesOn }
    if (this.passive.has(device.pk)) {
      const powers = this.records
        .all('dcim.poweroutlet')
        .some((outlet) => outlet.fields['device'] === device.pk)
      return void this.foreign.risk(placeOf(device), { ...common, kind: powers ? 'power' : 'patch-panel' })
    }
    const site = this.records.one('dcim.site', fields['site'])
    const position = site && positionFrom(site.fields['longitude'], site.fields['latitude'])
    const siteName = site && textIn(site.fields['name'])
    const product = this.productOf(fields)
    this.foreign.node(placeOf(device), {
      ...common,
      ...(siteName !== undefined && { site: siteName }),
      ...(product !== undefined && { product }),
      ...(position && { position }),
    })
  }

  /** Unnamed members of a stack go by its name and their position in it, as in NetBox itself. */
  nameOf({ fields }: NetBoxRecord): string | undefined {
    const chassis = this.records.one('dcim.virtualchassis', fields['virtual_chassis'])
    return (
      textIn(fields['name']) ??
      (chassis && `${textIn(chassis.fields['name']) ?? chassis.pk}:${String(fields['vc_position'])}`)
    )
  }

  productOf(fields: Fields): string | undefined {
    const type = this.records.one('dcim.devicetype', fields['device_type'])
    const maker = type && this.records.one('dcim.manufacturer', type.fields['manufacturer'])
    const words = [maker && textIn(maker.fields['name']), type && textIn(type.fields['model'])]
    return words.filter((word) => word !== undefined).join(' ') || undefined
  }

  /** The risk that a field refers to; a finding when the record that it names is not in the file. */
  resolved(record: NetBoxRecord, id: string, model: string, field: string): string | undefined {
    const pk = record.fields[field]
    if (pk === null || pk === undefined) return undefined
    const risk = this.riskOf(model, pk)
    if (risk === undefined) {
      const ja = `「${id}」の ${field} が指す ${model} ${Number(pk)} がファイルにありません。何を共有しているかは不明です。`
      const en = `The ${field} of “${id}” is ${model} ${Number(pk)}, which the file does not hold; what it shares is unknown.`
      this.foreign.find(placeOf(record), { ja, en }, [id])
    }
    return risk
  }

  /** What others may ride on: a passive device is a risk itself, a node stands as a group of one. */
  ridable(devicePk: number): string | undefined {
    const id = this.deviceIds.get(devicePk)
    if (id === undefined || this.passive.has(devicePk)) return id
    const known = this.mounts.get(id)
    if (known !== undefined) return known
    const group = `on:${id}`
    this.mounts.set(id, group)
    this.foreign.group(`dcim.device ${devicePk}`, { id: group, members: [id], needs: 1 })
    return group
  }

  /** Its site; since NetBox 4.2 its scope, which may be a location as well. A region is no place that fails as one. */
  placeOfCluster({ fields }: NetBoxRecord): string | undefined {
    const site = this.riskOf('dcim.site', fields['site'])
    const scope = this.records.ref(fields['scope_type'], fields['scope_id'])
    const place = scope === undefined ? undefined : this.records.at(scope)
    if (site !== undefined || place === undefined) return site
    return ['dcim.site', 'dcim.location'].includes(place.model)
      ? this.riskOf(place.model, place.pk)
      : undefined
  }

  /** Virtual machines ride on their host, or on their cluster, which needs one of its hosts. */
  machines(): void {
    const hosts = Map.groupBy(this.records.all('dcim.device'), ({ fields }) => fields['cluster'])
    for (const cluster of this.records.all('virtualization.cluster')) {
      const members = (hosts.get(cluster.pk) ?? [])
        .map((host) => this.deviceIds.get(host.pk))
        .filter((id) => id !== undefined)
      const ridesOn = [this.placeOfCluster(cluster)]
      if (members.length > 0) {
        const group = `hosts:${idOf(cluster)}`
        this.foreign.group(placeOf(cluster), { id: group, members, needs: 1 })
        ridesOn.push(group)
      }
      this.risk(cluster, 'cluster', ridesOn)
    }
    const named = Map.groupBy(
      this.records.all('virtualization.virtualmachine'),
      ({ fields }) => textIn(fields['name']) ?? '',
    )
    for (const machine of this.records.all('virtualization.virtualmachine')) {
      if (NOT_IN_SERVICE.includes(String(machine.fields['status']))) continue
      const name = textIn(machine.fields['name'])
      const id =
        name !== undefined && named.get(name)?.length === 1 && !this.foreign.ids.has(name)
          ? name
          : idOf(machine)
      const host =
        typeof machine.fields['device'] === 'number' ? this.ridable(machine.fields['device']) : undefined
      const ridesOn = [
        host ?? this.resolved(machine, id, 'virtualization.cluster', 'cluster'),
        this.resolved(machine, id, 'dcim.platform', 'platform'),
      ]
      this.foreign.node(placeOf(machine), {
        id,
        ...(name !== undefined && { name }),
        rides_on: ridesOn.filter((risk) => risk !== undefined),
      })
    }
  }
}

/** `site:tokyo` where NetBox keeps a slug, else the kind and its number. */
export function idOf({ model, pk, fields }: NetBoxRecord): string {
  const kind = KIND_WORDS[model] ?? model.slice(model.indexOf('.') + 1)
  const unique = model === 'dcim.location' ? undefined : textIn(fields['slug'])
  return `${kind}:${unique ?? pk}`
}

const KIND_WORDS = lookup<string>({
  'circuits.providernetwork': 'provider-network',
  'dcim.powerfeed': 'power-feed',
  'dcim.powerpanel': 'power-panel',
  'dcim.virtualchassis': 'virtual-chassis',
  'virtualization.virtualmachine': 'vm',
})

export function placeOf({ model, pk, index }: NetBoxRecord): string {
  return `[${index}] ${model} ${pk}`
}
