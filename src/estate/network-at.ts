import type { Text } from '../platform/text.ts'
import type { Estate } from './estate.ts'
import { ELEMENT_COLLECTIONS } from './estate.ts'
import type { EstateCollection, EstateElement } from './estate-shape.ts'
import { emptyNetwork } from './network.ts'
import type { Network, NetworkLink, NetworkNode, Risk, ServiceTree } from './network.ts'
import { servicesIn } from './service-tree.ts'
import { isValidAt } from './validity.ts'

/**
 * The network as it is at an instant in steady state (定常時): only what is valid then, with the risks that follow from
 * where things stand, who powers them, who carries them and what they run. The state of the moment is not applied.
 *
 * A reference to something that is not valid at that instant is a finding that makes what holds it unknown.
 */
export function networkAt(estate: Estate, atMs: number): Network {
  return new Derivation(estate, atMs).network()
}

/** What every element may carry for people, and the mark of the boundary. */
type Marked = { id: string; name?: string; name_en?: string; beyond_boundary?: boolean }

class Derivation {
  readonly at: Estate
  readonly out: Network = emptyNetwork()
  /** Collection of each element that is valid at the instant. */
  readonly valid = new Map<string, EstateCollection>()
  readonly elements = new Map<string, object>()
  readonly softwareByProduct: Map<string, EstateElement<'software'>[]>
  readonly beyond: Set<string>
  readonly zone: string

  constructor(estate: Estate, atMs: number) {
    this.zone = estate.zone ?? 'UTC'
    this.at = onlyValid(estate, atMs, this.zone)
    for (const collection of ELEMENT_COLLECTIONS)
      for (const element of this.at[collection]) {
        this.valid.set(element.id, collection)
        this.elements.set(element.id, element)
      }
    this.softwareByProduct = Map.groupBy(this.at.software, (software) => software.product)
    this.beyond = new Set(this.at.boundaries.flatMap((boundary) => boundary.beyond))
  }

  one<C extends EstateCollection>(collection: C, id: string | undefined): EstateElement<C> | undefined {
    if (id === undefined || this.valid.get(id) !== collection) return undefined
    return this.elements.get(id) as EstateElement<C> | undefined
  }

  network(): Network {
    this.places()
    this.carriers()
    for (const software of this.at.software) this.risk(software, 'software', software.rides_on)
    for (const risk of this.at.risks) this.risk(risk, risk.kind, risk.rides_on)
    for (const device of this.at.equipment) this.device(device)
    for (const node of this.at.nodes) this.node(node)
    for (const link of this.at.links) this.link(link)
    this.groupsAndSystems()
    for (const service of this.at.services) this.service(service)
    this.demandsAndPools()
    this.out.findings.push(...this.at.findings)
    return this.out
  }

  places(): void {
    for (const site of this.at.sites) this.risk(site, site.kind, site.rides_on)
    for (const room of this.at.rooms) this.risk(room, 'room', [room.site, ...room.rides_on])
    for (const rack of this.at.racks) this.risk(rack, 'rack', [...innermost(rack), ...rack.rides_on])
    for (const feed of this.at.power_feeds) this.risk(feed, 'power', [...innermost(feed), ...feed.rides_on])
    for (const duct of this.at.ducts) this.risk(duct, 'duct', duct.rides_on)
  }

  carriers(): void {
    for (const party of this.at.parties)
      if (party.roles.includes('carrier')) this.risk(party, 'carrier', party.underlying)
    for (const line of this.at.lines)
      this.risk(line, 'line', [...carriersOf(line), ...(line.route ?? []), ...line.rides_on])
    for (const circuit of this.at.circuits)
      this.risk(circuit, 'circuit', [
        ...carriersOf(circuit),
        ...circuit.lines,
        ...(circuit.route ?? []),
        ...circuit.rides_on,
      ])
  }

  risk(element: Marked, kind: string, ridesOn: readonly string[]): void {
    const risk: Risk = {
      id: element.id,
      kind,
      rides_on: this.ridesOn(element.id, ridesOn),
      ...this.marks(element),
    }
    this.out.risks.push(risk)
  }

  device(device: EstateElement<'equipment'>): void {
    const ridesOn = [...innermost(device), ...device.rides_on, ...this.softwareOf(device)]
    if (device.power.length === 1) ridesOn.push(device.power[0]!)
    else if (device.power.length > 1) ridesOn.push(this.powerGroup(device))
    if (!device.in_network) return this.risk(device, 'equipment', ridesOn)
    const node: NetworkNode = {
      id: device.id,
      rides_on: this.ridesOn(device.id, ridesOn),
      ...this.marks(device),
    }
    const site = this.siteOf(device)
    if (site !== undefined) node.site = site
    const product = [device.product, device.version].filter((part) => part !== undefined).join(' ')
    if (product !== '') node.product = product
    if (device.zone !== undefined) node.zone = device.zone
    if (device.capacity) node.capacity = device.capacity
    for (const field of ['repair_hours', 'in_service_upgrade', 'isolates_faults'] as const)
      if (device[field] !== undefined) Object.assign(node, { [field]: device[field] })
    const position = device.position ?? this.one('sites', site)?.position
    if (position) node.position = position
    this.out.nodes.push(node)
  }

  /** A device with several feeds stays up while enough of them do. */
  powerGroup(device: EstateElement<'equipment'>): string {
    const id = this.freshId(`power:${device.id}`)
    const members = this.known(device.id, device.power).map((feed) => this.mountable(feed))
    this.out.groups.push({ id, members, needs: device.power_needs, kind: 'active-active' })
    this.valid.set(id, 'groups')
    return id
  }

  /** A fault of a software takes every device that runs it, where the estate says so. */
  softwareOf({ product, version }: EstateElement<'equipment'>): string[] {
    if (product === undefined) return []
    return (this.softwareByProduct.get(product) ?? [])
      .filter((software) => software.fault_takes_all)
      .filter((software) => software.version === undefined || software.version === version)
      .map((software) => software.id)
  }

  siteOf(device: { site?: string; room?: string; rack?: string }): string | undefined {
    const rack = this.one('racks', device.rack)
    const room = this.one('rooms', device.room ?? rack?.room)
    return device.site ?? rack?.site ?? room?.site
  }

  node({ carrier: _carrier, valid_from: _from, valid_to: _to, ...node }: EstateElement<'nodes'>): void {
    const declaredSite = node.site !== undefined && this.valid.get(node.site) === 'sites' ? [node.site] : []
    this.out.nodes.push({
      ...node,
      ...this.marks(node),
      rides_on: this.ridesOn(node.id, [...declaredSite, ...node.rides_on]),
    })
  }

  link({ circuit, valid_from: _from, valid_to: _to, ...link }: EstateElement<'links'>): void {
    const ends = [link.from, link.to].filter((end) => this.valid.has(end))
    if (ends.length < 2) {
      const ja = '端点がこの時点で有効でないため、このリンクは含めていません。'
      return this.find(link.id, { ja, en: 'It was left out, as an end of it is not valid at this time.' }, [
        link.id,
        ...ends,
      ])
    }
    const ridesOn = circuit === undefined ? link.rides_on : [circuit, ...link.rides_on]
    const derived: NetworkLink = { ...link, ...this.marks(link), rides_on: this.ridesOn(link.id, ridesOn) }
    const route = link.route ?? (circuit === undefined ? undefined : this.routeOf(circuit))
    if (route) derived.route = route
    this.out.links.push(derived)
  }

  /** Known only where the carrier stated it, for the circuit itself or for every line that it runs over. */
  routeOf(id: string): 'known' | 'unknown' {
    const circuit = this.one('circuits', id)
    if (!circuit) return 'unknown'
    if (circuit.route) return 'known'
    const routes = circuit.lines.map((line) => this.one('lines', line)?.route)
    return routes.length > 0 && routes.every((route) => route !== undefined) ? 'known' : 'unknown'
  }

  groupsAndSystems(): void {
    for (const { valid_from: _from, valid_to: _to, ...group } of this.at.groups)
      this.out.groups.push({ ...group, members: this.members(group.id, group.members) })
    for (const { valid_from: _from, valid_to: _to, ...system } of this.at.systems) {
      const members = this.members(system.id, system.members)
      this.out.groups.push({ ...system, members, needs: system.needs ?? members.length })
    }
  }

  members(of: string, ids: readonly string[]): string[] {
    return this.known(of, ids).filter((id) => this.isInNetwork(id, of))
  }

  service(service: EstateElement<'services'>): void {
    const { carrier: _carrier, uses: _uses, valid_from: _from, valid_to: _to, ...kept } = service
    if (kept.made_of !== undefined) {
      this.made(service.id, {
        ...kept,
        made_of: kept.made_of,
        tolerate: this.known(service.id, kept.tolerate),
      })
      return
    }
    const from = this.known(service.id, service.from)
    const to = this.known(service.id, service.to)
    if (from.length === 0 || to.length === 0) {
      const ja = '端点がこの時点ですべて無効なため、このサービスは含めていません。'
      return this.find(
        service.id,
        { ja, en: 'It was left out, as none of its endpoints is valid at this time.' },
        [service.id],
      )
    }
    const tolerate = this.known(service.id, service.tolerate)
    this.out.services.push({ ...kept, from, to, tolerate, needs: this.known(service.id, service.needs) })
  }

  /** A service made of others is left out where one of these is not valid: what it would be without it is not known. */
  made(id: string, service: Network['services'][number] & { made_of: ServiceTree }): void {
    const valid = new Set(this.at.services.map((other) => other.id))
    const gone = [...new Set(servicesIn(service.made_of))].filter((part) => !valid.has(part))
    if (gone.length === 0) {
      this.out.services.push(service)
      return
    }
    const ja = `構成する役務 ${gone.join('、')} がこの時点で有効でないため、この役務は含めていません。`
    const en = `It was left out, as ${gone.join(', ')}, of which it is made, is not valid at this time.`
    this.find(id, { ja, en }, [id])
  }

  demandsAndPools(): void {
    for (const [index, { valid_from: _from, valid_to: _to, ...demand }] of this.at.demands.entries())
      if (this.known(`demands[${index}]`, [demand.from, demand.to]).length === 2)
        this.out.demands.push(demand)
    for (const { valid_from: _from, valid_to: _to, ...pool } of this.at.pools)
      this.out.pools.push({ ...pool, members: this.known(pool.id, pool.members) })
    for (const { valid_from: _from, valid_to: _to, ...resource } of this.at.resources)
      this.out.resources.push(resource)
    for (const { valid_from: _from, valid_to: _to, ...procedure } of this.at.procedures)
      this.out.procedures.push(procedure)
  }

  /** What something rides on, each once, as risks and groups. */
  ridesOn(of: string, ids: readonly string[]): string[] {
    return [
      ...new Set(
        this.known(of, ids)
          .filter((id) => this.isInNetwork(id, of))
          .map((id) => this.mountable(id)),
      ),
    ]
  }

  /** Networks let things ride on risks and groups only: a node or link is ridden on as a group of one. */
  mountable(id: string): string {
    const collection = this.valid.get(id)
    const isNode = this.one('equipment', id)?.in_network === true
    if (!isNode && collection !== 'nodes' && collection !== 'links') return id
    const group = this.mounts.get(id) ?? this.freshId(`on:${id}`)
    if (!this.mounts.has(id)) this.out.groups.push({ id: group, members: [id], needs: 1 })
    this.mounts.set(id, group)
    return group
  }

  readonly mounts = new Map<string, string>()

  /** Parties that are no carriers are kept in the estate but are nothing in the network. */
  isInNetwork(id: string, of: string): boolean {
    if (this.valid.get(id) !== 'parties') return true
    if (this.one('parties', id)?.roles.includes('carrier')) return true
    const ja = `「${id}」はキャリアではない関係者なので、故障の共有先として扱えません。`
    this.find(of, { ja, en: `“${id}” is a party but no carrier, so nothing can share its failure.` }, [of])
    return false
  }

  known(of: string, ids: readonly string[]): string[] {
    const gone = ids.filter((id) => !this.valid.has(id))
    if (gone.length === 0) return [...ids]
    const names = gone.join(', ')
    const ja = `「${names}」はこの時点で有効でないため、これに関わる判定は不明です。`
    this.find(of, { ja, en: `“${names}” is not valid at this time, so what relies on it is unknown.` }, [of])
    return ids.filter((id) => this.valid.has(id))
  }

  find(place: string, text: Text, touches: string[]): void {
    this.out.findings.push({ place, text, touches })
  }

  marks({ id, name, name_en, beyond_boundary }: Marked): Omit<Marked, 'id'> {
    const beyond = beyond_boundary ?? (this.beyond.has(id) ? true : undefined)
    return {
      ...(name !== undefined && { name }),
      ...(name_en !== undefined && { name_en }),
      ...(beyond !== undefined && { beyond_boundary: beyond }),
    }
  }

  freshId(wanted: string): string {
    let id = wanted
    for (let count = 2; this.valid.has(id); count++) id = `${wanted}-${count}`
    return id
  }
}

/** The innermost place that is named: a rack stands in its room, a room in its site. */
function innermost({ rack, room, site }: { rack?: string; room?: string; site?: string }): string[] {
  const place = rack ?? room ?? site
  return place === undefined ? [] : [place]
}

function carriersOf({
  carrier,
  underlying_carrier,
}: {
  carrier?: string
  underlying_carrier?: string
}): string[] {
  return [carrier, underlying_carrier].filter((party) => party !== undefined)
}

function onlyValid(estate: Estate, atMs: number, zone: string): Estate {
  const entries = Object.entries(estate).map(([key, list]) => [
    key,
    Array.isArray(list) ? (list as object[]).filter((element) => isValidAt(element, atMs, zone)) : list,
  ])
  return Object.fromEntries(entries) as Estate
}
