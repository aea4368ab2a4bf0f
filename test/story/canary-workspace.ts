/** Texts that must never become public. Each is one of a kind; `planted` remembers where it stands. */
export class Canaries {
  readonly planted = new Map<string, string>()

  /** A new one, as text that may stand anywhere: letters and digits only. */
  at(place: string): string {
    const canary = `zq${(this.planted.size + 1).toString(36).padStart(3, '0')}kanari7x`
    this.planted.set(canary, place)
    return canary
  }
}

const FROM = '2026-01-01'

/**
 * A workspace with at least one canary in every collection that documents may hold, in every field that is text:
 * names, ids, reasons, addresses, remarks. The rule's text and the evidence are files beside it.
 */
export function canaryWorkspace(canaries: Canaries): { document: object; files: Record<string, string> } {
  const c = (place: string) => canaries.at(`documents ${place}`)
  const thing = (collection: string, more: object = {}) => ({
    id: c(`${collection}.id`),
    name: c(`${collection}.name`),
    name_en: c(`${collection}.name_en`),
    ...more,
  })
  const both = (place: string) => ({ ja: c(`${place}.ja`), en: c(`${place}.en`) })
  const site = thing('sites')
  const room = thing('rooms', { site: site.id })
  const carrier = thing('parties', { roles: ['carrier'] })
  const duct = thing('ducts')
  const line = thing('lines', { carrier: carrier.id, route: [duct.id] })
  const circuit = thing('circuits', {
    carrier: carrier.id,
    circuit_number: c('circuits.circuit_number'),
    route: [duct.id],
  })
  const software = thing('software', { product: c('software.product') })
  const equipment = thing('equipment', { site: site.id })
  const risk = thing('risks', { kind: 'power' })
  const [one, other] = [thing('nodes', { rides_on: [risk.id] }), thing('nodes')]
  const link = thing('links', { from: one.id, to: other.id, circuit: circuit.id })
  const service = thing('services', { from: [one.id], to: [other.id] })
  const document = {
    name: c('name'),
    charter: { issuer: { office: { ja: '社長', en: 'President' }, name: both('charter.issuer.name') } },
    operator: { name: { ja: '試験通信', en: 'Trial Telecom' }, zone: 'Asia/Tokyo' },
    sites: [site],
    rooms: [room],
    racks: [thing('racks', { site: site.id, room: room.id })],
    power_feeds: [thing('power_feeds')],
    ducts: [duct],
    parties: [carrier],
    software: [software],
    equipment: [equipment],
    lines: [line],
    circuits: [circuit],
    nodes: [one, other],
    links: [link],
    risks: [risk],
    groups: [thing('groups', { members: [one.id, other.id], needs: 1 })],
    systems: [thing('systems', { members: [one.id, other.id], needs: 1 })],
    services: [service],
    demands: [{ from: one.id, to: other.id, volume: 3 }],
    pools: [{ id: c('pools.id'), members: [link.id], capacity: 10, unit: c('pools.unit') }],
    resources: [thing('resources', { unit: c('resources.unit'), maximum: 10, owner: c('resources.owner') })],
    procedures: [thing('procedures', { servers: {} })],
    customers: [
      thing('customers', {
        terms: [
          { services: [service.id], notice_days: 3, contacts: [`${c('customers.contact')}@example.jp`] },
        ],
      }),
    ],
    boundaries: [thing('boundaries', { party: carrier.id, beyond: [line.id] })],
    states: [
      {
        id: c('states.id'),
        of: one.id,
        is: 'degraded',
        because: c('states.because'),
        owner: c('states.owner'),
      },
    ],
    mappings: [
      { id: c('mappings.id'), collection: 'sites', header_row: 1, columns: { id: c('mappings.column') } },
    ],
    findings: [{ place: c('findings.place'), text: both('findings.text'), touches: [one.id] }],
    attestations: [
      {
        id: c('attestations.id'),
        clause: '3.2.1',
        verdict: 'pass',
        by: 'boss',
        observed_from: FROM,
        observed_to: '2026-11-01',
        effective: '2026-11-01',
        valid_until: '2027-11-01',
        evidence: [{ file: 'evidence.txt' }],
        population: { total: 3, judged: 3 },
        statement: both('attestations.statement'),
      },
    ],
    waivers: [
      {
        id: c('waivers.id'),
        clause: '2.1',
        objects: [one.id],
        reason: c('waivers.reason'),
        requested_by: 'boss',
        approved_by: 'second',
        from: '2026-11-01',
        until: '2027-02-01',
      },
    ],
    rules: [
      {
        id: c('rules.id'),
        clause: '3.2.1',
        title: both('rules.title'),
        file: 'rule.md',
        version: c('rules.version'),
        owner: 'boss',
        author: 'boss',
        approver: 'second',
        approved_at: '2026-03-20T00:00:00Z',
        effective_from: '2026-04-01',
        review_by: '2028-04-01',
      },
    ],
    guidelines: [
      {
        id: c('guidelines.id'),
        phase: 'design',
        viewpoint: 'reliability',
        title: both('guidelines.title'),
        text: both('guidelines.text'),
        owner: 'boss',
        controls: ['2.1.redundancy'],
        author: 'boss',
      },
    ],
    guideline_exclusions: [
      {
        phase: 'design',
        viewpoint: 'safety',
        reason: both('guideline_exclusions.reason'),
        requested_by: 'boss',
      },
    ],
    external_lines: [
      {
        id: c('external_lines.id'),
        party: carrier.id,
        channel: 'mail',
        senders: ['kaigan.example'],
        contacts: [{ role: 'notices', address: `${c('external_lines.contact')}@kaigan.example` }],
        from: FROM,
      },
    ],
  }
  return {
    document,
    files: {
      'rule.md': `# ${c('rules.file')}\n\nNobody but us reads this: ${c('rules.text')}.\n`,
      'evidence.txt': `Seen on site: ${c('attestations.evidence')}\n`,
    },
  }
}
