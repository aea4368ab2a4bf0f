import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import { id, listOf, number, oneOf, optional, record, required, text, type Infer } from '../estate/shape.ts'
import { defineControl, type Control, type Judgement } from './control.ts'
import { bothLanguages, placed } from './element.ts'
import type { Cadence } from './freshness.ts'
import { instant } from './instant.ts'
import type { Because, Evidence, Verdict } from './verdict.ts'

const count = number({ min: 0, max: 1e12, integer: true, what: 'a whole number' })

/** One element of the collection `attestations`: what a person saw, on which evidence, and how long that holds. */
export const attestationShape = placed(
  record('an attestation', {
    id: required(id, 'Unique among attestations.'),
    clause: optional(text(20), 'The clause that it speaks of; or `control`.'),
    control: optional(text(40), 'The control that it speaks of, such as `3.2.5.attested`; or `clause`.'),
    verdict: required(oneOf(['pass', 'fail', 'not-applicable']), 'What was found.'),
    by: required(id, 'Pseudonymous id of the person who attests.'),
    observed_from: required(instant, 'Begin of what was looked at.'),
    observed_to: required(instant, 'End of what was looked at (half-open).'),
    effective: required(instant, 'From when on it holds.'),
    received_at: optional(instant, 'When it was received. Absent: once observed and effective.'),
    valid_until: required(instant, 'From when on it is stale (half-open).'),
    evidence: required(
      listOf(
        record('evidence', {
          file: required(text(1000), 'Evidence file, relative to this document.'),
          sha256: optional(text(64), 'Its SHA-256 in hexadecimal; must be that of the file.'),
        }),
        { min: 1, max: 1000 },
      ),
      'Files that show it.',
    ),
    population: required(
      record('a population', {
        total: required(count, 'How many exist.'),
        judged: required(count, 'How many of them were looked at.'),
        noun: optional(bothLanguages, 'What is counted.'),
      }),
      'How many exist and how many of them were looked at.',
    ),
    statement: required(bothLanguages, 'What was found, in a sentence.'),
    objects: optional(listOf(id, { max: 10_000 }), 'What fails, by id; waivers name them.'),
    corrects: optional(id, 'An earlier attestation that was wrong and no longer counts.'),
  }),
)

export type AttestationElement = Infer<typeof attestationShape>

/** The body of `charter.attestation.made`; instants are ISO 8601 UTC. */
export type Attestation = {
  id: string
  clause: string
  verdict: 'pass' | 'fail' | 'not-applicable'
  observed_from: string
  observed_to: string
  effective: string
  valid_until: string
  evidence: { file: string; sha256: string }[]
  population: { total: number; judged: number; noun?: Text }
  statement: Text
  objects: string[]
  corrects?: string
}

export const ATTESTATION_MADE = 'charter.attestation.made'
/** The statement of that id was wrong: it counts no longer, whenever it was effective. */
export const ATTESTATION_WITHDRAWN = 'charter.attestation.withdrawn'
export type AttestationWithdrawal = { id: string; reason: string }

/** What is attested is to be looked at again at least once a year, however long it claims to be valid. */
const CADENCE: Cadence = { days: 366 }

export function attestedId(clause: string): string {
  return `${clause}.attested`
}

/**
 * The control of a clause that a person attests: the latest statement stands (by effective instant, then in the order
 * of receipt), without those that a later one corrects. No statement is unknown; a pass needs a population, all of it
 * judged.
 */
export function attestedControl(clause: string): Control {
  return defineControl<Said>({
    id: attestedId(clause),
    clause,
    title: { ja: '担当者による確認の記録', en: 'Attested by a person' },
    facts: [ATTESTATION_MADE, ATTESTATION_WITHDRAWN],
    cadence: CADENCE,
    initial: { made: undefined, withdrawn: [] },
    fold: (said, fact) => (fact.clause === clause ? folded(said, fact) : said),
    judge: ({ made, withdrawn }) => judged(inOrder(made).filter(({ id }) => !withdrawn.includes(id))),
  })
}

type Said = { made: Made | undefined; withdrawn: readonly string[] }

function folded(said: Said, fact: Fact): Said {
  if (fact.type === ATTESTATION_MADE)
    return { ...said, made: { last: attestationIn(fact), before: said.made } }
  return { ...said, withdrawn: [...said.withdrawn, (fact.body as unknown as AttestationWithdrawal).id] }
}

/** The statements so far, the last on top: adding one copies none. */
type Made = { last: Attestation; before: Made | undefined }

function inOrder(made: Made | undefined): Attestation[] {
  const order: Attestation[] = []
  for (let at = made; at !== undefined; at = at.before) order.push(at.last)
  return order.reverse()
}

function attestationIn(fact: Fact): Attestation {
  return fact.body as unknown as Attestation
}

/** The statement that stands, of those known and effective. */
export function standing(made: readonly Attestation[]): Attestation | undefined {
  const corrected = new Set(made.map(({ corrects }) => corrects))
  let latest: Attestation | undefined
  for (const one of made) {
    if (corrected.has(one.id)) continue
    if (latest === undefined || Date.parse(one.effective) >= Date.parse(latest.effective)) latest = one
  }
  return latest
}

const OBJECTS: Text = { ja: '対象', en: 'objects' }

function judged(made: readonly Attestation[]): Judgement {
  const said = standing(made)
  if (said === undefined)
    return {
      verdict: 'unknown',
      freshness: 'fresh',
      basis: 'attested',
      population: [{ noun: OBJECTS, total: 0, judged: 0 }],
      because: [{ text: NOTHING_SAID, evidence: [], objects: [], verdict: 'unknown' }],
    }
  const { total, judged: looked, noun = OBJECTS } = said.population
  const evidence: Evidence[] = [
    { kind: 'attestation', ref: said.id },
    ...said.evidence.map(({ file, sha256 }) => ({ kind: 'document', ref: file, sha256 })),
  ]
  const { verdict, doubt } = weighed(said)
  const objects =
    said.verdict === 'fail' && said.objects.length === 0 ? [attestedId(said.clause)] : said.objects
  const because: Because[] = [
    ...(doubt === undefined ? [] : [{ text: doubt, evidence, objects: [], verdict: 'unknown' as const }]),
    { text: said.statement, evidence, objects, ...(doubt === undefined && { verdict }) },
  ]
  return {
    verdict,
    freshness: 'fresh',
    basis: 'attested',
    observed: said.observed_to,
    fresh_until: said.valid_until,
    population: [{ noun, total, judged: looked }],
    because,
  }
}

const NOTHING_SAID: Text = {
  ja: 'この条が守られているかを示す記録がありません。確かめた人が、証跡のファイルと有効期限を添えて attestations に記してください。',
  en: 'Nothing shows yet whether this holds. Have somebody check it and record it under attestations, with an evidence file and how long it is valid.',
}

/** A pass of nothing, or of a part, has shown nothing of the whole. */
function weighed(said: Attestation): { verdict: Verdict; doubt?: Text } {
  const { total, judged: looked } = said.population
  if (said.verdict !== 'pass') return { verdict: said.verdict }
  if (total === 0)
    return {
      verdict: 'unknown',
      doubt: {
        ja: '適合と記録されていますが、対象が 0 件です。何も見ていない確認は、何も示しません。',
        en: 'It was recorded as holding, but of a population of 0: a check that saw nothing has shown nothing.',
      },
    }
  if (looked < total)
    return {
      verdict: 'unknown',
      doubt: {
        ja: `適合と記録されていますが、${total} 件のうち ${looked} 件しか確かめていません。残りを確かめてください。`,
        en: `It was recorded as holding, but only ${looked} of ${total} were checked. Have the rest checked as well.`,
      },
    }
  return { verdict: 'pass' }
}
