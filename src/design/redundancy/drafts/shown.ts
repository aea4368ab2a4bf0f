import { personName } from '../../../people/index.ts'
import { revisionAt } from '../../../estate/store.ts'
import type { Network } from '../../../estate/network.ts'
import type { Context } from '../../../platform/context.ts'
import { isSameJson } from '../../../platform/json-difference.ts'
import type { Text } from '../../../platform/text.ts'
import type { DraftPage } from './page.ts'
import type { ChangedDocument, Draft, DraftVersion } from './draft.ts'
import { drawnAt, shownFiles, studyOf, type Study } from './drawn.ts'
import { draftNamed } from './recording.ts'
import { eventsOf, stepsOf, versionsOf } from './store.ts'

/** All that the page of a draft shows, as the draft stands at its head. */
export async function shownDraft(ctx: Context, id: string): Promise<DraftPage> {
  const draft = await draftNamed(ctx.db, id)
  return shownDraftAt(ctx, id, shownFiles(draft, await stepsOf(ctx.db, id)))
}

/** The same at other documents of it: those of a version. */
export async function shownDraftAt(
  ctx: Context,
  id: string,
  files: readonly ChangedDocument[],
): Promise<DraftPage> {
  const draft = await draftNamed(ctx.db, id)
  const [steps, versions, events] = await Promise.all([
    stepsOf(ctx.db, id),
    versionsOf(ctx.db, id),
    eventsOf(ctx.db, id),
  ])
  const atMs = ctx.clock.now()
  const study = studyOf(await drawnAt(ctx.db, draft, files), atMs)
  const standing = await revisionAt(ctx.db, atMs)
  const nameOf = namesBy(ctx)
  return {
    at: instant(atMs),
    draft: {
      ...(await summaryOf(draft, nameOf)),
      head: draft.head,
      last: steps.at(-1)?.number ?? 0,
      behind: draft.state !== 'applied' && standing?.number !== draft.base,
    },
    documents: [...files],
    steps: await Promise.all(
      steps.map(async (step) => ({
        number: step.number,
        made_by: await nameOf(step.madeBy),
        made_at: instant(step.madeAtMs),
        changes: step.changes as unknown as DraftPage['steps'][number]['changes'],
      })),
    ),
    versions: await Promise.all(versions.map((version) => shownVersion(version, nameOf))),
    events: await Promise.all(
      events.map(async ({ kind, by, atMs: eventMs, ...rest }) => ({
        kind,
        by,
        name: await nameOf(by),
        at: instant(eventMs),
        ...rest,
      })),
    ),
    difference: study.difference,
    outcome: study.outcome,
    ...networksOf(study),
  }
}

type NameOf = (person: string) => Promise<Text>

/** Names of persons, each asked for once. */
export function namesBy(ctx: Context): NameOf {
  const known = new Map<string, Promise<Text>>()
  return (person) => {
    const name = known.get(person) ?? personName(ctx, person)
    known.set(person, name)
    return name
  }
}

export async function summaryOf(draft: Draft, nameOf: NameOf) {
  const { id, title, reason, author, createdAtMs, state } = draft
  return {
    id,
    title,
    reason,
    author,
    author_name: await nameOf(author),
    created_at: instant(createdAtMs),
    state,
  }
}

async function shownVersion(
  { number, savedBy, savedAtMs, note, digest, content }: DraftVersion,
  nameOf: NameOf,
) {
  return {
    number,
    saved_by: await nameOf(savedBy),
    saved_at: instant(savedAtMs),
    note,
    digest,
    documents: content.documents.length,
    verdict: content.outcome.verdict,
  }
}

/** The later network with its report, and what of the earlier one is gone, for drawing both in one picture. */
function networksOf({ before, after }: Study): Pick<DraftPage, 'network' | 'report' | 'drawn'> {
  const { name, nodes, links, risks, groups, services } = after.network
  return {
    network: { ...(name !== undefined && { name }), nodes, links, risks, groups, services },
    report: after.report,
    drawn: {
      added: [...newIn(before.network, after.network)],
      changed: changedIn(before.network, after.network),
      removed: {
        nodes: before.network.nodes.filter(({ id }) => !holds(after.network.nodes, id)),
        links: before.network.links.filter(({ id }) => !holds(after.network.links, id)),
      },
    },
  }
}

const idSets = new WeakMap<readonly { id: string }[], Set<string>>()

function holds(list: readonly { id: string }[], id: string): boolean {
  const known = idSets.get(list) ?? new Set(list.map((one) => one.id))
  idSets.set(list, known)
  return known.has(id)
}

function* newIn(before: Network, after: Network): Iterable<string> {
  for (const kind of ['nodes', 'links', 'risks', 'groups'] as const)
    for (const { id } of after[kind]) if (!holds(before[kind], id)) yield id
}

function changedIn(before: Network, after: Network): string[] {
  return (['nodes', 'links', 'risks', 'groups'] as const).flatMap((kind) => {
    const was = new Map<string, unknown>(before[kind].map((one) => [one.id, one]))
    return after[kind]
      .filter((one) => was.has(one.id) && !isSameJson(was.get(one.id), one))
      .map(({ id }) => id)
  })
}

export function instant(ms: number): string {
  return new Date(ms).toISOString()
}
