import { sha256Of } from '../../../../estate/sha256.ts'
import type { Context } from '../../../../platform/context.ts'
import { Refusal } from '../../../../platform/refusal.ts'
import type { Language } from '../../../../platform/text.ts'
import { redundancyOf } from '../../redundancy.ts'
import { withStandingTolerances } from '../../tolerances.ts'
import { drawnAt, shownFiles, studyOf } from '../drawn.ts'
import { draftNamed } from '../recording.ts'
import { namesBy, shownDraftAt } from '../shown.ts'
import { stepsOf, versionsOf } from '../store.ts'
import { packOf, type PackInput } from './pack.ts'

/** Pairs are computed for a document up to so many elements; beyond, it says how to have them. */
const PAIRED_ELEMENTS_MAX = 3000

/** The review pack of a draft as a PDF: of one version, or as it stands. */
export async function reviewPack(
  ctx: Context,
  id: string,
  { version, language }: { version?: number | undefined; language: Language },
): Promise<Buffer> {
  const draft = await draftNamed(ctx.db, id)
  const kept = (await versionsOf(ctx.db, id)).find(({ number }) => number === version)
  if (version !== undefined && kept === undefined)
    throw new Refusal('missing', { ja: 'その版はありません。', en: 'There is no such version.' })
  const files = kept?.files ?? shownFiles(draft, await stepsOf(ctx.db, id))
  const page = await shownDraftAt(ctx, id, files)
  const drawn = await drawnAt(ctx.db, draft, files)
  const atMs = Date.parse(page.at)
  const { network } = studyOf(drawn, atMs).after
  const elements = network.nodes.length + network.links.length + network.risks.length
  const tooLarge = elements > PAIRED_ELEMENTS_MAX
  const nameOf = namesBy(ctx)
  const tolerances: PackInput['tolerances'] = await Promise.all(
    withStandingTolerances(network, atMs).services.flatMap((service) =>
      service.tolerate.map(async (risk) => {
        const terms = service.tolerances?.find((one) => one.risk === risk)
        const name = service.name ?? service.id
        return {
          service: { ja: name, en: service.name_en ?? name },
          risk,
          ...(terms !== undefined && { terms, approver: await nameOf(terms.approved_by) }),
        }
      }),
    ),
  )
  const was = new Map(drawn.baseFiles.map(({ path, content }) => [path, sha256Of(content)]))
  const { operator } = drawn.after
  // Comes with the first pack: every command reads this file, and few ever set a page.
  const { writePdf } = await import('../../../../platform/pdf/write-pdf.ts')
  return writePdf(
    packOf({
      page,
      report: tooLarge ? page.report : redundancyOf(withStandingTolerances(network, atMs), { pairs: true }),
      ...(tooLarge && { pairsLeftOut: PAIRED_ELEMENTS_MAX }),
      tolerances,
      documents: files.map(({ path, sha256 }) => ({ path, before: was.get(path) ?? null, after: sha256 })),
      ...(kept !== undefined && { version: { number: kept.number, digest: kept.digest } }),
      operator: operator?.name ?? { ja: '', en: '' },
      zone: operator?.zone ?? 'UTC',
      language,
    }),
  )
}
