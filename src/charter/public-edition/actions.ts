import { appendAll } from '../../ledger/append-all.ts'
import { canonicalBytes } from '../../ledger/canonical.ts'
import type { Fact } from '../../ledger/fact.ts'
import { integrated } from '../../ledger/waiting.ts'
import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type GivenApproval,
} from '../../people/index.ts'
import { personNames } from '../../people/naming.ts'
import { readPersons } from '../../people/person-store.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import { outsideFence } from '../../platform/fence.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Json } from '../../platform/text.ts'
import { digestOf } from '../digest.ts'
import { knownAtMoment } from '../known.ts'
import { textOfPages } from './bundle.ts'
import { choicesFault, completed, type Choices } from './choices.ts'
import { publicContent } from './content.ts'
import {
  editionsAfter,
  idOf,
  PUBLIC_APPROVED,
  PUBLIC_DRAFTED,
  PUBLIC_PUBLISHED,
  PUBLIC_SEALED,
  PUBLIC_SUBMITTED,
  PUBLIC_WITHDRAWN,
  type PublicEdition,
  type PublicEditions,
} from './edition.ts'
import { subsetFonts } from './fonts.ts'
import { namedIn, namesOfThings } from './named.ts'
import { contentOf } from './reading.ts'
import { readSource } from './source.ts'
import { insertContent, insertFile, insertSaid, lockPublicEdition, readSaid } from './store.ts'

export const KIND = 'charter.public-edition'
const SYSTEM = 'system:charter'
const PERSONS_MAX = 20_000

/** Keeps what was chosen, for whoever goes on choosing; nothing becomes public by it. */
export async function chooseContent(ctx: Context, actor: Actor, choices: Choices): Promise<void> {
  const kept = await checkedChoices(ctx, choices)
  const sha256 = digestOf(kept)
  await recorded(ctx, async (tx) => {
    await insertContent(tx, sha256, canonicalBytes(kept))
    return [{ edition: null, fact: factOf(PUBLIC_DRAFTED, actor.id, { choices: sha256 }) }]
  })
}

/** Makes an edition of how things stand now and puts it forward; one that waited for approval before waits no longer. */
export async function putEditionForward(ctx: Context, actor: Actor, choices: Choices): Promise<number> {
  const kept = await checkedChoices(ctx, choices)
  if (!kept.clauses.some(({ shows }) => shows !== 'nothing')) throw new Refusal('conflict', NOTHING_CHOSEN)
  const source = await readSource(ctx)
  return recorded(ctx, async (tx, { editions, choosers }) => {
    const edition = (editions.at(-1)?.edition ?? 0) + 1
    const content = publicContent(edition, source, kept)
    const [digest, chosen] = [digestOf(content), digestOf(kept)]
    await insertContent(tx, digest, canonicalBytes(content))
    await insertContent(tx, chosen, canonicalBytes(kept))
    for (const one of editions) if (one.state === 'waiting') await closeApproval(tx, KIND, idOf(one.edition))
    const contributors = [...new Set([...choosers, actor.id])]
    await requestApproval(ctx, tx, approvable({ edition, digest, contributors }), '/public-edition')
    const body = { edition, digest, choices: chosen, at: content.at }
    return [{ edition, fact: factOf(PUBLIC_SUBMITTED, actor.id, body) }]
  }).then(({ editions }) => editions.at(-1)!.edition)
}

/** Another than those who chose it approves exactly this content. It is not public by that alone. */
export async function approveEdition(
  ctx: Context,
  actor: Actor,
  edition: number,
  given: GivenApproval,
): Promise<void> {
  await recorded(ctx, async (tx, { editions }) => {
    const one = editionIn(editions, edition)
    if (one.state !== 'waiting') throw new Refusal('conflict', NOT_WAITING)
    const approval = await approved(ctx, tx, actor, approvable(one), given)
    const body = { edition, digest: one.digest, approval }
    return [{ edition, fact: factOf(PUBLIC_APPROVED, actor.id, body) }]
  })
}

/** Lets everybody read what was approved, in the place of the edition before. */
export async function publishEdition(ctx: Context, actor: Actor, edition: number): Promise<void> {
  const before = editionIn(editionsAfter(await readSaid(ctx.db)).editions, edition)
  if (before.state !== 'approved') throw new Refusal('conflict', NOT_APPROVED)
  const fonts = await subsetFonts(textOfPages(await contentOf(ctx.db, before.digest), before.digest))
  await recorded(ctx, async (tx, { editions }) => {
    const { digest, state } = editionIn(editions, edition)
    if (state !== 'approved') throw new Refusal('conflict', NOT_APPROVED)
    for (const [name, bytes] of fonts) await insertFile(tx, edition, name, bytes)
    return [
      { edition, fact: factOf(PUBLIC_PUBLISHED, actor.id, { edition, digest }) },
      // Its proof goes out with the edition, so it names nobody.
      { edition, fact: factOf(PUBLIC_SEALED, SYSTEM, { edition, digest }) },
    ]
  })
}

/** Takes an edition back, whether it waits, is approved or public: from the next request on nobody reads it. */
export async function withdrawEdition(
  ctx: Context,
  actor: Actor,
  edition: number,
  reason: string,
): Promise<void> {
  await recorded(ctx, async (tx, { editions }) => {
    const { state, digest } = editionIn(editions, edition)
    if (!['waiting', 'approved', 'published'].includes(state)) throw new Refusal('conflict', NOT_THERE)
    await closeApproval(tx, KIND, idOf(edition))
    return [{ edition, fact: factOf(PUBLIC_WITHDRAWN, actor.id, { edition, digest, reason }) }]
  })
}

/** InputError for what is no clause, or a remark that calls a thing of the estate or a person by name. */
export async function checkedChoices(ctx: Context, choices: Choices): Promise<Choices> {
  const fault = choicesFault(choices)
  if (fault !== undefined) throw new InputError('body', { path: fault.path }, fault.expected)
  const { workspace } = await knownAtMoment(ctx, {})
  const named = namedIn(choices, [...namesOfThings(workspace), ...(await namesOfPersons(ctx))])
  if (named !== undefined)
    throw new InputError(
      'body',
      { path: named.path },
      `expected a remark without the name of a thing or a person, found ${JSON.stringify(named.name)}`,
    )
  return completed(choices)
}

async function namesOfPersons(ctx: Context): Promise<string[]> {
  return outsideFence(async () => {
    const persons = await readPersons(ctx.db, '', PERSONS_MAX)
    const names = await personNames(
      ctx,
      persons.map(({ id }) => id),
    )
    return [...names.values()].flatMap(({ ja, en }) => [ja, en])
  })
}

type Said = { edition: number | null; fact: Fact }

/** Decides on what stands, under the lock, and writes state and facts in one transaction; returns what stands then. */
async function recorded(
  ctx: Context,
  decide: (tx: Tx, standing: PublicEditions) => Promise<Said[]>,
): Promise<PublicEditions> {
  const { last, after } = await inTransaction(ctx.db, async (tx) => {
    await lockPublicEdition(tx)
    const said = await decide(tx, editionsAfter(await readSaid(tx)))
    for (const { edition, fact } of said) await insertSaid(tx, edition, fact, ctx.clock.now())
    const last = await appendAll(
      tx,
      said.map(({ fact }) => fact),
    )
    return { last: last?.id, after: editionsAfter(await readSaid(tx)) }
  })
  if (last !== undefined) await integrated(ctx, last)
  return after
}

function factOf(type: string, by: string, body: object): Fact {
  const { edition } = body as { edition?: number }
  const objects = edition === undefined ? {} : { objects: [idOf(edition)] }
  return { type, by, ...objects, body: body as { [key: string]: Json } }
}

/** What the approver is shown and signs: the SHA-256 of the very bytes that become public as edition.json. */
function approvable({
  edition,
  digest,
  contributors,
}: Pick<PublicEdition, 'edition' | 'digest' | 'contributors'>): Approvable {
  return {
    kind: KIND,
    id: idOf(edition),
    digest,
    title: { ja: `憲章の公開版 第${edition}号`, en: `Public edition of the charter, no. ${edition}` },
    contributors,
  }
}

function editionIn(editions: readonly PublicEdition[], edition: number): PublicEdition {
  const found = editions.find((one) => one.edition === edition)
  if (found === undefined)
    throw new Refusal('missing', { ja: 'その公開版はありません。', en: 'There is no such public edition.' })
  return found
}

const NOTHING_CHOSEN = {
  ja: '公開する項目が一つも選ばれていません。',
  en: 'Nothing is chosen to become public.',
}
const NOT_WAITING = {
  ja: 'その公開版は承認を待っていません。',
  en: 'That public edition does not wait for approval.',
}
const NOT_APPROVED = {
  ja: '公開できるのは、承認され、まだ公開も取り下げもされていない版だけです。',
  en: 'Only an edition that was approved, and neither published nor withdrawn since, can be published.',
}
const NOT_THERE = {
  ja: 'その公開版は既に取り下げられたか、新しい版に代わられています。',
  en: 'That public edition was withdrawn or replaced already.',
}
