import { createHash } from 'node:crypto'
import type { Json, Text } from '../platform/text.ts'
import { carriedClauses, CLAUSES, childrenOf, type Clause } from './clauses.ts'
import type { Because, ClauseVerdict, Conformance, ControlVerdict } from './verdict.ts'

/** OSCAL 1.1.3, as plain JSON. Empty lists are invalid there, so they are left out everywhere. */
export type Oscal = { [key: string]: Json }

const OSCAL_VERSION = '1.1.3'
const NAMESPACE_URI = 'urn:kensho:charter'
/** Names in our exports are made from this one; version 5, since the schema takes neither 7 nor 8. */
const NAMESPACE_UUID = '5b0d7b1e-6c1c-5e0a-9f53-0f6a4f4f7a11'

/** The same name gives the same UUID (version 5, RFC 9562), so that the same facts give the same bytes. */
export function uuidOf(name: string): string {
  const space = Buffer.from(NAMESPACE_UUID.replaceAll('-', ''), 'hex')
  const hash = createHash('sha1').update(space).update(name).digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** An id of OSCAL begins with a letter: clause 4.1 is `mc-4.1`. */
function controlId(clause: string): string {
  return `mc-${clause}`
}

function objectiveId(clause: string): string {
  return `${controlId(clause)}_obj`
}

export function both({ ja, en }: Text): string {
  return `${en}\n\n${ja}`
}

export function metadata(title: string, conformance: Conformance): Oscal {
  return {
    title,
    'last-modified': conformance.at,
    version: conformance.at,
    'oscal-version': OSCAL_VERSION,
  }
}

/**
 * The charter as a catalog: chapters are groups, each clause a control with its statement and its objective, in the
 * words of the edition in force.
 */
export function oscalCatalog(conformance: Conformance, worded: readonly Clause[] = CLAUSES): Oscal {
  const chapters = worded.filter(({ id }) => !id.includes('.'))
  return {
    catalog: {
      uuid: uuidOf(`catalog ${conformance.charter} ${conformance.at}`),
      metadata: metadata(conformance.charter, conformance),
      groups: chapters.map((chapter): Json => {
        const below = childrenOf(chapter.id)
        const own = below.length === 0 ? [chapter.id] : below
        return {
          id: `ch-${chapter.id}`,
          title: chapter.title.en,
          controls: own.map((id) => catalogControl(id, worded)),
        }
      }),
    },
  }
}

function catalogControl(id: string, worded: readonly Clause[]): Json {
  const clause = worded.find((known) => known.id === id)!
  const below = childrenOf(id)
  const prose = both(clause.text ?? clause.title)
  return {
    id: controlId(id),
    title: clause.title.en,
    props: [{ name: 'label', value: id }],
    parts: [
      { id: `${controlId(id)}_smt`, name: 'statement', prose },
      { id: objectiveId(id), name: 'assessment-objective', prose },
    ],
    ...(below.length > 0 && { controls: below.map((child) => catalogControl(child, worded)) }),
  }
}

/**
 * The conformance as assessment results: an observation for each control, a finding for each clause that is judged
 * itself. Only a fresh pass is satisfied; unknown, stale, waived and not applicable are not, and say so.
 */
export function oscalResults(conformance: Conformance): Oscal {
  const carried = new Set(carriedClauses())
  const judged = conformance.clauses.filter(({ id }) => carried.has(id))
  const plan = uuidOf(`plan ${conformance.charter}`)
  const observations = judged.flatMap((clause) =>
    clause.controls.map((control) => observation(conformance, clause, control)),
  )
  return {
    'assessment-results': {
      uuid: uuidOf(`results ${conformance.charter} ${conformance.at}`),
      metadata: metadata(`Assessment results of ${conformance.charter}`, conformance),
      'import-ap': { href: `#${plan}` },
      results: [
        {
          uuid: uuidOf(`result ${conformance.charter} ${conformance.at}`),
          title: conformance.charter,
          description: `The charter as judged at ${conformance.at}.`,
          start: conformance.at,
          'reviewed-controls': {
            'control-selections': [
              { 'include-controls': judged.map(({ id }) => ({ 'control-id': controlId(id) })) },
            ],
          },
          ...(observations.length > 0 && { observations }),
          findings: judged.map((clause) => oscalFinding(conformance, clause)),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: plan,
            title: 'Assessment plan',
            description: 'Every control of the charter is judged at every look; there is no plan beside it.',
          },
        ],
      },
    },
  }
}

export function observationUuid({ charter, at }: Conformance, control: ControlVerdict): string {
  return uuidOf(`observation ${charter} ${at} ${control.id}`)
}

export function observation(conformance: Conformance, clause: ClauseVerdict, control: ControlVerdict): Json {
  const evidence = new Map(
    control.because.flatMap((because) => because.evidence).map((one) => [`${one.kind} ${one.ref}`, one]),
  )
  return {
    uuid: observationUuid(conformance, control),
    title: control.id,
    description: described(clause, control.because),
    props: [
      prop('verdict', control.verdict),
      prop('freshness', control.freshness),
      ...control.population.map(({ total, judged }, at) =>
        prop(`population-${at + 1}`, `${judged}/${total}`),
      ),
    ],
    methods: [control.basis === 'computed' ? 'TEST' : 'EXAMINE'],
    collected: control.observed ?? conformance.at,
    ...(control.fresh_until !== undefined && { expires: control.fresh_until }),
    ...(evidence.size > 0 && {
      'relevant-evidence': [...evidence.values()].map(({ kind, ref, sha256 }): Json => ({
        description: `${kind} ${ref}`,
        ...(sha256 !== undefined && { props: [prop('sha256', sha256)] }),
      })),
    }),
  }
}

export function described(clause: ClauseVerdict, because: readonly Because[]): string {
  return because.length === 0 ? both(clause.title) : because.map(({ text }) => both(text)).join('\n\n')
}

export function oscalFindingUuid({ charter, at }: Conformance, { id }: ClauseVerdict): string {
  return uuidOf(`finding ${charter} ${at} ${id}`)
}

export function oscalFinding(conformance: Conformance, clause: ClauseVerdict): Json {
  const { id, title, verdict, freshness, waived, controls } = clause
  const satisfied = verdict === 'pass' && freshness === 'fresh' && !waived
  const failed = verdict === 'fail' && !waived
  const reasons = controls.flatMap(({ because }) => because)
  return {
    uuid: oscalFindingUuid(conformance, clause),
    title: `${id} ${title.en}`,
    description: described(clause, reasons),
    props: [prop('verdict', verdict), prop('freshness', freshness), prop('waived', String(waived))],
    target: {
      type: 'objective-id',
      'target-id': objectiveId(id),
      status: {
        state: satisfied ? 'satisfied' : 'not-satisfied',
        reason: satisfied ? 'pass' : failed ? 'fail' : 'other',
        remarks: remarksOf(clause),
      },
      ...(verdict === 'not-applicable' && { 'implementation-status': { state: 'not-applicable' } }),
    },
    ...(controls.length > 0 && {
      'related-observations': controls.map((control) => ({
        'observation-uuid': observationUuid(conformance, control),
      })),
    }),
  }
}

function remarksOf({ verdict, freshness, waived, waivers }: ClauseVerdict): string {
  const stale = freshness === 'stale' ? ', evidence out of date' : ''
  return `${verdict}${stale}${waived ? `, waived by ${(waivers ?? []).join(', ')}` : ''}`
}

export function prop(name: string, value: string): Json {
  return { name, ns: NAMESPACE_URI, value }
}

/** The keys under which a document names a part of itself, or of the catalog. */
const REFERENCES = new Set(['observation-uuid', 'finding-uuid', 'risk-uuid', 'control-id', 'target-id'])

/** What refers to nothing, or exists twice: the schema sees neither. */
export function danglingIn(results: Oscal, catalog: Oscal): string[] {
  const known = new Set<string>()
  const twice: string[] = []
  for (const document of [results, catalog])
    for (const [key, value] of stringsOf(document)) {
      if (key !== 'uuid' && key !== 'id') continue
      if (known.has(value)) twice.push(`${value} exists twice`)
      known.add(value)
    }
  const references = [...stringsOf(results)].flatMap(([key, value]) => {
    if (key === 'href' && value.startsWith('#')) return [value.slice(1)]
    return REFERENCES.has(key) ? [value] : []
  })
  return [...twice, ...references.filter((one) => !known.has(one)).map((one) => `${one} does not exist`)]
}

/** Every text of a document with the key that it stands under. */
function* stringsOf(value: Json, key = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [key, value]
  else if (Array.isArray(value)) for (const item of value) yield* stringsOf(item, key)
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) yield* stringsOf(inner, name)
}
