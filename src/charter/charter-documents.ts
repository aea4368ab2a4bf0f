import { posix, relative, sep } from 'node:path'
import type { CollectionReaders, Workspace } from '../estate/workspace-content.ts'
import type { Received } from './as-of.ts'
import {
  ATTESTATION_MADE,
  attestationShape,
  attestedId,
  type Attestation,
  type AttestationElement,
} from './attestation.ts'
import { carriedClauses } from './clauses.ts'
import { checkClause, checkOnce, refuse, type Stand } from './element.ts'
import { isoOf, msOf } from './instant.ts'
import { samePerson } from './person.ts'
import { RULE_APPROVED, ruleShape, startMs, type Rule, type RuleElement } from './rule.ts'
import { WAIVER_GRANTED, waiverShape, type Waiver, type WaiverElement } from './waiver.ts'

/** The collections that the charter adds to a workspace, with the evidence files that their elements name. */
export const charterCollections: CollectionReaders = {
  attestations: {
    shape: attestationShape,
    doc: 'What people saw, on which evidence, and how long that holds.',
    evidence: (element) => (element as AttestationElement).evidence.map(({ file }) => file),
  },
  waivers: { shape: waiverShape, doc: 'Named objects that may fail a clause for a while, for a reason.' },
  rules: {
    shape: ruleShape,
    doc: 'Versions of the rules that carry out clauses.',
    evidence: (element) => [(element as RuleElement).file],
  },
}

/** SHA-256 of nothing: a file without a byte shows nothing. */
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * The charter's own collections of a workspace as facts, each with the instant of its receipt. `root` is the folder
 * that was read, as it stands before the paths of its documents; empty where documents came by themselves.
 * InputError, with file and place, for what only the whole shows: dates without a zone, evidence that is missing,
 * empty or another than declared, a person who approves what is his own.
 */
export function charterFacts(workspace: Workspace, root: string): Received[] {
  const context: Context = { workspace, root, zone: workspace.estate.zone }
  const attestations = elementsOf<AttestationElement>(workspace, 'attestations')
  checkOnce(attestations, 'id', (element) => element.id)
  const made = attestations.map((element) => attested(context, element))
  checkCorrections(attestations, made)
  const rules = elementsOf<RuleElement>(workspace, 'rules')
  checkOnce(rules, 'version', (element) => `${element.id} ${element.version}`)
  const waivers = elementsOf<WaiverElement>(workspace, 'waivers')
  checkOnce(waivers, 'id', (element) => element.id)
  return [
    ...made,
    ...rules.map((element) => ruled(context, element)),
    ...waivers.map((element) => waived(context, element)),
  ]
}

type Context = { workspace: Workspace; root: string; zone: string | undefined }

function elementsOf<T>(workspace: Workspace, collection: string): T[] {
  return (workspace.other[collection] ?? []).map(({ value }) => value as T)
}

function attested(context: Context, element: AttestationElement): Received {
  const { stand } = element
  const clause = attestedClause(element)
  const at = (field: 'observed_from' | 'observed_to' | 'effective' | 'valid_until'): number =>
    instantAt(context, stand, field, element[field])
  const [fromMs, toMs, effectiveMs, validMs] = [
    at('observed_from'),
    at('observed_to'),
    at('effective'),
    at('valid_until'),
  ]
  if (fromMs >= toMs) refuse(stand, 'observed_to', 'expected an instant after observed_from')
  if (validMs <= effectiveMs) refuse(stand, 'valid_until', 'expected an instant after effective')
  const { total, judged } = element.population
  if (judged > total) refuse(stand, 'population.judged', `expected at most total (${total}), found ${judged}`)
  const receivedMs = receiptOf(context, element, effectiveMs, toMs)
  const evidence = element.evidence.map(({ file, sha256: declared }, index) => ({
    file,
    sha256: evidenceSha256(context, stand, `evidence[${index}]`, file, declared),
  }))
  const body: Attestation = {
    id: element.id,
    clause,
    verdict: element.verdict,
    observed_from: isoOf(fromMs),
    observed_to: isoOf(toMs),
    effective: isoOf(effectiveMs),
    valid_until: isoOf(validMs),
    evidence,
    population: element.population,
    statement: element.statement,
    objects: element.objects ?? [],
    ...(element.corrects !== undefined && { corrects: element.corrects }),
  }
  const fact = { type: ATTESTATION_MADE, by: element.by, clause, objects: [attestedId(clause)] }
  return { at: receivedMs, fact: { ...fact, effective: body.effective, body } }
}

function attestedClause({ clause, control, stand }: AttestationElement): string {
  if ((clause === undefined) === (control === undefined))
    return refuse(stand, 'clause', 'expected either clause or control')
  if (clause !== undefined) {
    checkClause(stand, 'clause', clause)
    return clause
  }
  const meant = carriedClauses().find((id) => attestedId(id) === control)
  if (meant !== undefined) return meant
  const found = JSON.stringify(control)
  return refuse(
    stand,
    'control',
    `expected a control that is attested, such as 3.2.5.attested, found ${found}`,
  )
}

/** Nobody can receive what has not been observed to its end. */
function receiptOf(
  context: Context,
  element: AttestationElement,
  effectiveMs: number,
  observedToMs: number,
): number {
  if (element.received_at === undefined) return Math.max(effectiveMs, observedToMs)
  const receivedMs = instantAt(context, element.stand, 'received_at', element.received_at)
  if (receivedMs < observedToMs)
    refuse(element.stand, 'received_at', 'expected an instant at or after observed_to: it was still going on')
  return receivedMs
}

function checkCorrections(elements: readonly AttestationElement[], made: readonly Received[]): void {
  for (const [index, { stand, id, corrects }] of elements.entries()) {
    if (corrects === undefined) continue
    const earlier = elements.findIndex((element) => element.id === corrects)
    const found = JSON.stringify(corrects)
    if (earlier < 0 || corrects === id)
      refuse(stand, 'corrects', `expected the id of another attestation, found ${found}`)
    if (made[earlier]!.fact.clause !== made[index]!.fact.clause)
      refuse(stand, 'corrects', `expected an attestation of the same clause, found ${found}`)
    if (made[earlier]!.at > made[index]!.at)
      refuse(stand, 'corrects', `expected an attestation received before this one, found ${found}`)
  }
}

function ruled(context: Context, element: RuleElement): Received {
  const { stand, clause, effective_to: endWritten, stand: _stand, ...kept } = element
  checkClause(stand, 'clause', clause)
  const approvedMs = instantAt(context, stand, 'approved_at', element.approved_at)
  const fromMs = instantAt(context, stand, 'effective_from', element.effective_from)
  const reviewMs = instantAt(context, stand, 'review_by', element.review_by)
  const endMs = endWritten === undefined ? undefined : instantAt(context, stand, 'effective_to', endWritten)
  if (endMs !== undefined && endMs <= fromMs)
    refuse(stand, 'effective_to', 'expected an instant after effective_from')
  if (reviewMs <= fromMs) refuse(stand, 'review_by', 'expected an instant after effective_from')
  if (!/\.(md|markdown)$/i.test(element.file))
    refuse(stand, 'file', `expected a Markdown file (.md), found ${JSON.stringify(element.file)}`)
  const body: Rule = {
    ...kept,
    clause,
    sha256: evidenceSha256(context, stand, 'file', element.file, undefined),
    approved_at: isoOf(approvedMs),
    effective_from: isoOf(fromMs),
    ...(endMs !== undefined && { effective_to: isoOf(endMs) }),
    review_by: isoOf(reviewMs),
  }
  const fact = { type: RULE_APPROVED, by: element.approver, clause, objects: [element.id] }
  return {
    at: approvedMs,
    fact: { ...fact, effective: isoOf(startMs(body)), body },
  }
}

function waived(context: Context, element: WaiverElement): Received {
  const { stand, requested_by, approved_by } = element
  checkClause(stand, 'clause', element.clause)
  const fromMs = instantAt(context, stand, 'from', element.from)
  const untilMs = instantAt(context, stand, 'until', element.until)
  if (untilMs <= fromMs) refuse(stand, 'until', 'expected an instant after from')
  if (samePerson(requested_by, approved_by))
    refuse(
      stand,
      'approved_by',
      `expected another person than requested_by (${requested_by}), found ${approved_by}: nobody waives for himself`,
    )
  const { stand: _stand, ...kept } = element
  const body: Waiver = { ...kept, from: isoOf(fromMs), until: isoOf(untilMs) }
  const fact = { type: WAIVER_GRANTED, by: approved_by, clause: element.clause, objects: element.objects }
  return { at: fromMs, fact: { ...fact, effective: body.from, body } }
}

function instantAt({ zone }: Context, stand: Stand, field: string, written: string): number {
  return (
    msOf(written, zone) ??
    refuse(stand, field, `expected an instant with its offset, or an operator with a zone, found ${written}`)
  )
}

function evidenceSha256(
  { workspace, root }: Context,
  stand: Stand,
  field: string,
  named: string,
  declared: string | undefined,
): string {
  const document = root === '' ? stand.file : relative(root, stand.file).split(sep).join('/')
  const path = posix.normalize(posix.join(posix.dirname(document), named))
  const found = workspace.files.find((file) => file.path === path && file.evidence)
  if (found === undefined) return refuse(stand, field, `expected an evidence file, found none at ${named}`)
  if (found.sha256 === EMPTY_SHA256)
    return refuse(stand, field, `expected evidence that holds something, found the empty file ${named}`)
  if (declared !== undefined && declared.toLowerCase() !== found.sha256)
    return refuse(
      stand,
      `${field}.sha256`,
      `expected the SHA-256 of ${named}, ${found.sha256}, found ${declared}: the file is not what was attested`,
    )
  return found.sha256
}
