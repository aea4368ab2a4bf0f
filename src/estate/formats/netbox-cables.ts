import { refOf } from './netbox-records.ts'
import type { NetBoxRecord, NetBoxRecords, Ref } from './netbox-records.ts'

/** One way from an interface to where the cabling ends. */
export type Trace = {
  from: Ref
  /** Interface, provider network, or where the trace stops. */
  to: Ref
  /** interface and provider-network are real ends; open is a place without anything behind it; broken is unresolved. */
  end: 'interface' | 'provider-network' | 'open' | 'broken'
  cables: number[]
  /** Devices whose front and rear ports it passes. */
  panels: number[]
  circuits: number[]
}

const HOPS_MAX = 64
const TRACES_MAX = 2_000_000

type Step = { at: Ref; positions: number[]; trace: Omit<Trace, 'to' | 'end'> }

/** Follows cables through front and rear ports and circuits, as a technician would with a torch. */
export class Cabling {
  readonly records: NetBoxRecords
  /** Where each cabled thing is joined to: cable and the things at its other end. */
  readonly joined = new Map<Ref, { cable: number; far: Ref[] }>()
  /** Front port of each rear port and position. */
  readonly fronts = new Map<string, Ref>()
  readonly terminations = new Map<number, NetBoxRecord[]>()

  constructor(records: NetBoxRecords) {
    this.records = records
    for (const front of records.all('dcim.frontport'))
      this.fronts.set(
        `${Number(front.fields['rear_port'])}/${Number(front.fields['rear_port_position'] ?? 1)}`,
        refOf(front),
      )
    for (const termination of records.all('circuits.circuittermination')) {
      const circuit = Number(termination.fields['circuit'])
      this.terminations.set(circuit, [...(this.terminations.get(circuit) ?? []), termination])
    }
    for (const [cable, { a, b }] of this.cableEnds()) this.join(cable, a, b)
  }

  /** Both ends of each cable, by its terminations (3.3 and newer) or its own fields (older). */
  cableEnds(): Map<number, { a: Ref[]; b: Ref[] }> {
    const ends = new Map<number, { a: Ref[]; b: Ref[] }>()
    for (const { pk, fields } of this.records.all('dcim.cable')) {
      if (fields['status'] === 'planned' || fields['status'] === 'decommissioning') continue
      const a = this.records.ref(fields['termination_a_type'], fields['termination_a_id'])
      const b = this.records.ref(fields['termination_b_type'], fields['termination_b_id'])
      ends.set(pk, { a: a === undefined ? [] : [a], b: b === undefined ? [] : [b] })
    }
    for (const { fields } of this.records.all('dcim.cabletermination')) {
      const end = ends.get(Number(fields['cable']))
      const ref = this.records.ref(fields['termination_type'], fields['termination_id'])
      if (end && ref !== undefined) end[fields['cable_end'] === 'A' ? 'a' : 'b'].push(ref)
    }
    return ends
  }

  join(cable: number, a: readonly Ref[], b: readonly Ref[]): void {
    // Cables with as many ends on either side run pair by pair; a breakout joins one end with all others.
    const pairwise = a.length === b.length
    for (const [index, ref] of a.entries())
      this.joined.set(ref, { cable, far: pairwise ? [b[index]!] : [...b] })
    for (const [index, ref] of b.entries())
      this.joined.set(ref, { cable, far: pairwise ? [a[index]!] : [...a] })
  }

  /** Every way from every cabled interface. */
  traces(): Trace[] {
    const traces: Trace[] = []
    for (const record of this.records.all('dcim.interface')) {
      const from = refOf(record)
      if (!this.joined.has(from)) continue
      for (const trace of this.tracesFrom(from)) if (traces.length < TRACES_MAX) traces.push(trace)
    }
    return traces
  }

  tracesFrom(from: Ref): Trace[] {
    const done: Trace[] = []
    const steps: Step[] = [{ at: from, positions: [], trace: { from, cables: [], panels: [], circuits: [] } }]
    for (let step = steps.pop(); step; step = steps.pop()) {
      const joined = this.joined.get(step.at)
      if (!joined || step.trace.cables.length >= HOPS_MAX) {
        done.push({ ...step.trace, to: step.at, end: joined ? 'broken' : 'open' })
        continue
      }
      const trace = { ...step.trace, cables: [...step.trace.cables, joined.cable] }
      if (joined.far.length === 0) done.push({ ...trace, to: step.at, end: 'open' })
      for (const far of joined.far) {
        const next = this.pass(far, { at: far, positions: [...step.positions], trace })
        if ('end' in next) done.push(next)
        else steps.push(next)
      }
    }
    return done
  }

  /** What lies behind an end of a cable: the other side of a panel or circuit, or the end of the way. */
  pass(far: Ref, { positions, trace }: Step): Step | Trace {
    const record = this.records.at(far)
    if (!record) return { ...trace, to: far, end: 'broken' }
    const { fields, pk } = record
    switch (record.model) {
      case 'dcim.interface':
        return { ...trace, to: far, end: 'interface' }
      case 'dcim.frontport': {
        const rear = this.records.one('dcim.rearport', fields['rear_port'])
        if (!rear) return { ...trace, to: far, end: 'broken' }
        if (Number(rear.fields['positions'] ?? 1) > 1)
          positions.push(Number(fields['rear_port_position'] ?? 1))
        return {
          at: refOf(rear),
          positions,
          trace: { ...trace, panels: [...trace.panels, Number(fields['device'])] },
        }
      }
      case 'dcim.rearport': {
        const position = Number(fields['positions'] ?? 1) > 1 ? positions.pop() : 1
        const front = position === undefined ? undefined : this.fronts.get(`${pk}/${position}`)
        if (front === undefined) return { ...trace, to: far, end: 'broken' }
        return {
          at: front,
          positions,
          trace: { ...trace, panels: [...trace.panels, Number(fields['device'])] },
        }
      }
      case 'circuits.circuittermination':
        return this.passCircuit(record, positions, trace)
      default:
        return { ...trace, to: far, end: 'open' }
    }
  }

  passCircuit(near: NetBoxRecord, positions: number[], trace: Omit<Trace, 'to' | 'end'>): Step | Trace {
    const circuit = Number(near.fields['circuit'])
    const through = { ...trace, circuits: [...trace.circuits, circuit] }
    const far = this.terminations.get(circuit)?.find((termination) => termination.pk !== near.pk)
    if (!far) return { ...through, to: refOf(near), end: 'open' }
    const provider = this.providerNetworkOf(far)
    if (provider !== undefined) return { ...through, to: provider, end: 'provider-network' }
    return { at: refOf(far), positions, trace: through }
  }

  providerNetworkOf({ fields }: NetBoxRecord): Ref | undefined {
    if (typeof fields['provider_network'] === 'number')
      return `circuits.providernetwork:${fields['provider_network']}`
    const generic = this.records.ref(fields['termination_type'], fields['termination_id'])
    return generic?.startsWith('circuits.providernetwork:') ? generic : undefined
  }
}
