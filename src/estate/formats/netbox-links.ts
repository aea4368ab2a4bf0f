import type { NetBoxEstate } from './netbox-estate.ts'
import { idOf, placeOf } from './netbox-estate.ts'
import { textIn } from './attribute.ts'
import type { Cabling, Trace } from './netbox-cables.ts'
import { refOf } from './netbox-records.ts'
import type { NetBoxRecord, Ref } from './netbox-records.ts'

const CIRCUIT_NOT_IN_SERVICE = ['planned', 'provisioning', 'deprovisioning', 'decommissioned']

/** The links of a NetBox fixture: traced cables, circuits, wireless links, and what holds a stack together. */
export class NetBoxLinks {
  readonly estate: NetBoxEstate
  readonly cabling: Cabling
  readonly reached = new Set<number>()

  constructor(estate: NetBoxEstate, cabling: Cabling) {
    this.estate = estate
    this.cabling = cabling
  }

  add(): void {
    const ways = this.ways()
    const shared = this.sharedCables(ways)
    for (const circuit of new Set(ways.flatMap((way) => way.circuits))) this.circuit(circuit)
    for (const way of ways) this.link(way, shared)
    for (const wireless of this.estate.records.all('wireless.wirelesslink')) this.wireless(wireless)
    this.stacks()
    this.circuitsWithoutBothEnds()
  }

  /** Each way once, not once from either end; ways that lead nowhere become findings. */
  ways(): Trace[] {
    const ways = new Map<string, Trace>()
    for (const trace of this.cabling.traces()) {
      if (trace.end === 'interface' || trace.end === 'provider-network') {
        const key =
          [trace.from, trace.to].sort().join(' ') +
          (trace.end === 'interface' ? '' : ` ${trace.circuits.join(',')}`)
        if (!ways.has(key)) ways.set(key, trace)
        for (const circuit of trace.circuits) this.reached.add(circuit)
      } else if (trace.end === 'broken') this.broken(trace)
    }
    return [...ways.values()]
  }

  broken({ from, to }: Trace): void {
    const id = this.nodeAt(from)
    if (id === undefined) return
    const ja = `「${id}」からのケーブルを ${to} の先までたどれません。つながり方は不明です。`
    this.estate.foreign.find(
      from,
      { ja, en: `A cable from “${id}” cannot be traced beyond ${to}; what it connects is unknown.` },
      [id],
    )
  }

  /** A trunk that carries several links fails them together. */
  sharedCables(ways: readonly Trace[]): Set<number> {
    const uses = new Map<number, number>()
    for (const way of ways)
      for (const cable of new Set(way.cables)) uses.set(cable, (uses.get(cable) ?? 0) + 1)
    const shared = new Set([...uses].filter(([, count]) => count > 1).map(([cable]) => cable))
    for (const cable of shared)
      this.estate.foreign.risk(`dcim.cable ${cable}`, { id: `cable:${cable}`, kind: 'cable' })
    return shared
  }

  /** A circuit is a risk of its own that rides on its provider. */
  circuit(pk: number): void {
    const record = this.estate.records.one('circuits.circuit', pk)
    if (!record) return
    this.estate.risk(record, 'circuit', [
      this.estate.resolved(record, idOf(record), 'circuits.provider', 'provider'),
    ])
  }

  link(way: Trace, shared: ReadonlySet<number>): void {
    const from = this.nodeAt(way.from)
    const to = this.nodeAt(way.to)
    // A device that is not in service takes its cables with it.
    if (from === undefined || to === undefined) return
    const circuits = way.circuits.map((pk) => this.estate.records.one('circuits.circuit', pk))
    if (circuits.some((circuit) => CIRCUIT_NOT_IN_SERVICE.includes(String(circuit?.fields['status'])))) return
    const ridesOn = [
      ...way.panels.map((panel) => this.estate.ridable(panel)),
      ...way.cables.filter((cable) => shared.has(cable)).map((cable) => `cable:${cable}`),
      ...circuits.map((circuit) => circuit && idOf(circuit)),
    ].filter((risk) => risk !== undefined)
    const rate = Math.min(...circuits.map((circuit) => commitRateMbps(circuit) ?? Infinity))
    this.estate.foreign.link(way.from, {
      from,
      to,
      name: [way.from, way.to].map((end) => this.endName(end)).join(' – '),
      rides_on: [...new Set(ridesOn)],
      ...(circuits.length > 0 && { route: 'unknown' as const }),
      ...(Number.isFinite(rate) && { capacity: { forward: rate, backward: rate } }),
    })
  }

  nodeAt(ref: Ref): string | undefined {
    const record = this.estate.records.at(ref)
    if (record?.model === 'circuits.providernetwork') return idOf(record)
    return record && this.estate.deviceIds.get(Number(record.fields['device']))
  }

  endName(ref: Ref): string {
    const record = this.estate.records.at(ref)
    const device = record && this.estate.records.one('dcim.device', record.fields['device'])
    const words = [device && this.estate.nameOf(device), record && textIn(record.fields['name'])]
    return words.filter((word) => word !== undefined).join(' ') || ref
  }

  wireless(link: NetBoxRecord): void {
    const from = this.nodeAt(`dcim.interface:${String(link.fields['interface_a'])}`)
    const to = this.nodeAt(`dcim.interface:${String(link.fields['interface_b'])}`)
    if (link.fields['status'] === 'planned' || link.fields['status'] === 'decommissioning') return
    if (from !== undefined && to !== undefined)
      return this.estate.foreign.link(placeOf(link), { from, to, name: textIn(link.fields['ssid']) })
    const ja = '無線リンクの両端の機器を読み取れないため、つながり方は不明です。'
    this.estate.foreign.find(
      placeOf(link),
      { ja, en: 'The ends of a wireless link are not in the file; what it connects is unknown.' },
      [from, to].filter((end) => end !== undefined),
    )
  }

  /** Members of a virtual chassis reach each other by the stack itself, even where its cables are not recorded. */
  stacks(): void {
    const linked = new Set(
      this.estate.foreign.waiting.flatMap(({ link: { from, to } }) => [`${from} ${to}`, `${to} ${from}`]),
    )
    const members = Map.groupBy(
      this.estate.records.all('dcim.device'),
      ({ fields }) => fields['virtual_chassis'],
    )
    for (const chassis of this.estate.records.all('dcim.virtualchassis')) {
      const stack = (members.get(chassis.pk) ?? []).filter(({ pk }) => this.estate.deviceIds.has(pk))
      const master = stack.find(({ pk }) => pk === chassis.fields['master']) ?? stack[0]
      for (const member of stack) {
        if (!master || member === master) continue
        const [from, to] = [this.estate.deviceIds.get(master.pk)!, this.estate.deviceIds.get(member.pk)!]
        if (!linked.has(`${from} ${to}`))
          this.estate.foreign.link(placeOf(chassis), {
            from,
            to,
            name: textIn(chassis.fields['name']),
            rides_on: [idOf(chassis)],
          })
      }
    }
  }

  /** A circuit that no cable leads into at both ends: what it connects is not in the file. */
  circuitsWithoutBothEnds(): void {
    for (const circuit of this.estate.records.all('circuits.circuit')) {
      if (this.reached.has(circuit.pk) || CIRCUIT_NOT_IN_SERVICE.includes(String(circuit.fields['status'])))
        continue
      const ends = (this.cabling.terminations.get(circuit.pk) ?? []).flatMap((termination) =>
        this.devicesBehind(termination),
      )
      const name = textIn(circuit.fields['cid']) ?? circuit.pk
      const ja = `回線「${name}」は片端しか記録されていません。その先が何につながるかは不明です。`
      const en = `Only one end of the circuit “${name}” is recorded; what it leads to is unknown.`
      this.estate.foreign.find(placeOf(circuit), { ja, en }, [idOf(circuit), ...ends])
    }
  }

  devicesBehind(termination: NetBoxRecord): string[] {
    const far = this.cabling.joined.get(refOf(termination))?.far ?? []
    return far.map((ref) => this.nodeAt(ref)).filter((id) => id !== undefined)
  }
}

function commitRateMbps(circuit: NetBoxRecord | undefined): number | undefined {
  const rateKbps = circuit?.fields['commit_rate']
  return typeof rateKbps === 'number' && rateKbps >= 0 ? rateKbps / 1000 : undefined
}
