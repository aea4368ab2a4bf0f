import { BlobDamagedError, getBlob } from '../ledger/blob.ts'
import type { Fact } from '../ledger/fact.ts'
import type { Context } from '../platform/context.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Text } from '../platform/text.ts'
import { ATTESTATION_MADE, ATTESTATION_WITHDRAWN, attestedId, type Attestation } from './attestation.ts'
import { attestationsIn } from './attestation-standing.ts'
import { composed } from './composition.ts'
import { decided, type Recorded } from './deciding.ts'

/** What a person saw; instants with their offset, evidence by the SHA-256 under which it was uploaded. */
export type Attesting = {
  id?: string | undefined
  clause: string
  verdict: Attestation['verdict']
  observed_from: string
  observed_to: string
  effective?: string | undefined
  valid_until: string
  evidence: { file: string; sha256: string }[]
  population: { total: number; judged: number; noun?: Text | undefined }
  statement: Text
  objects: string[]
  corrects?: string | undefined
}

/** Records what the actor saw, in his own name. InputError with its path for what cannot be, or is not kept. */
export async function attest(
  ctx: Context,
  actor: Actor,
  said: Attesting,
): Promise<Recorded & { id: string }> {
  assertAttested(said.clause)
  const { effective, observed_to, ...kept } = withInstants(said, ctx.clock.now())
  for (const [index, { file, sha256 }] of said.evidence.entries()) await assertKept(ctx, index, file, sha256)
  return decided(ctx, (_, { facts }) => {
    const id = said.id ?? ctx.ids.next()
    const before = attestationsIn(facts)
    if (before.some((one) => one.id === id)) throw new Refusal('conflict', TAKEN)
    const { corrects, clause } = said
    if (corrects !== undefined && !before.some((one) => one.id === corrects && one.clause === clause))
      throw new InputError(
        'body',
        { path: 'corrects' },
        'expected the id of an earlier attestation of the same clause',
      )
    const { noun, ...counts } = said.population
    const body: Attestation = {
      id,
      clause,
      verdict: said.verdict,
      ...kept,
      observed_to,
      effective,
      evidence: said.evidence,
      population: { ...counts, ...(noun !== undefined && { noun }) },
      statement: said.statement,
      objects: said.objects,
      ...(corrects !== undefined && { corrects }),
    }
    const fact: Fact = {
      type: ATTESTATION_MADE,
      by: actor.id,
      clause,
      objects: [attestedId(clause)],
      effective,
      body,
    }
    return Promise.resolve({ fact, said: { id } })
  })
}

/** Takes back what was attested: it was wrong, and counts for no time any more. It stays readable. */
export function withdrawAttestation(
  ctx: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Recorded & { id: string }> {
  return decided(ctx, (_, { facts }) => {
    const found = attestationsIn(facts).find((one) => one.id === id)
    if (found === undefined) throw new Refusal('missing', NONE)
    if (found.withdrawn) throw new Refusal('conflict', WITHDRAWN)
    const objects = [attestedId(found.clause)]
    const fact = {
      type: ATTESTATION_WITHDRAWN,
      by: actor.id,
      clause: found.clause,
      objects,
      body: { id, reason },
    }
    return Promise.resolve({ fact, said: { id } })
  })
}

function assertAttested(clause: string): void {
  if (composed().controls.some(({ id }) => id === attestedId(clause))) return
  const computed = composed().controls.some((control) => control.clause === clause)
  throw new InputError(
    'body',
    { path: 'clause' },
    computed
      ? `expected a clause that people attest, found ${clause}, which is computed`
      : `expected a clause that people attest, such as 3.2.5, found ${JSON.stringify(clause)}`,
  )
}

type Instants = Pick<Attestation, 'observed_from' | 'observed_to' | 'effective' | 'valid_until'>

function withInstants(said: Attesting, nowMs: number): Instants {
  const [from, to, until] = [said.observed_from, said.observed_to, said.valid_until].map((one) =>
    Date.parse(one),
  )
  const effective = said.effective === undefined ? to! : Date.parse(said.effective)
  const refuse = (path: string, expected: string): never => {
    throw new InputError('body', { path }, expected)
  }
  if (to! <= from!) refuse('observed_to', 'expected an instant after observed_from')
  if (to! > nowMs)
    refuse('observed_to', 'expected an instant that is past: nobody can attest what still goes on')
  if (until! <= effective) refuse('valid_until', 'expected an instant after effective')
  const { total, judged } = said.population
  if (judged > total) refuse('population.judged', `expected at most total (${total}), found ${judged}`)
  const iso = (ms: number): string => new Date(ms).toISOString()
  return {
    observed_from: iso(from!),
    observed_to: iso(to!),
    effective: iso(effective),
    valid_until: iso(until!),
  }
}

/** Evidence is kept before the fact that names it, and its bytes are what they were. */
export async function assertKept(ctx: Context, index: number, file: string, sha256: string): Promise<void> {
  const kept = await getBlob(ctx.config, sha256).catch((problem: unknown) => {
    if (!(problem instanceof BlobDamagedError)) throw problem
    throw new InputError(
      'body',
      { path: `evidence.${index}.sha256` },
      `expected the SHA-256 of evidence that was uploaded, found ${sha256}: send ${file} to /api/charter/evidence first`,
    )
  })
  if (kept.length === 0)
    throw new InputError(
      'body',
      { path: `evidence.${index}` },
      'expected evidence that holds something, found nothing',
    )
}

const NONE: Text = { ja: 'その記録はありません。', en: 'There is no such attestation.' }
const TAKEN: Text = {
  ja: 'その ID の記録は既にあります。別の ID にしてください。',
  en: 'There is an attestation of that id already. Choose another id.',
}
const WITHDRAWN: Text = {
  ja: 'その記録は既に取り下げられています。',
  en: 'That attestation was taken back already.',
}
