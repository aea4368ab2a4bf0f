import { conclude, drawSample, openEngagement, testItem } from '../../charter/audit/actions.ts'
import type { Engagement } from '../../charter/audit/engagement.ts'
import { asListed } from '../../charter/audit/population.ts'
import { answer, askFor, settle } from '../../charter/audit/request-actions.ts'
import { readEngagement } from '../../charter/audit/state.ts'
import type { PastStep } from '../../ledger/backfill.ts'
import type { Context } from '../../platform/context.ts'
import { daysBefore, iso } from './calendar.ts'

const AUDITOR = { id: 'demo-auditor' }
const BACKUPS = '4.3.attested'
const RIGHTS = '4.2.2.attested'

/**
 * The internal audit that is under way: opened eleven days ago over half a year, with a sample of backups that was tested
 * and concluded on, one of access rights that is half tested, an answer that was taken and a request that still waits.
 * It is done by the same actions as any other; only its clock is the past's.
 */
export function audited(nowMs: number): PastStep[] {
  let id = ''
  const at = (daysAgo: number, hour: number, write: (ctx: Context) => Promise<unknown>): PastStep => ({
    atMs: daysBefore(nowMs, daysAgo, hour),
    write: async (ctx) => void (await write(ctx)),
  })
  const day = (daysAgo: number) => iso(daysBefore(nowMs, daysAgo, 12)).slice(0, 10)
  const sampled = (control: string) => (ctx: Context) =>
    drawSample(ctx, AUDITOR, id, {
      control,
      rule: { kind: 'attribute', confidence: 90, tolerable: 20, expected: 0 },
    })
  return [
    at(11, 10, async (ctx) => {
      const title = '本番の内部監査 / Internal audit of production'
      const criteria = '品質憲章 4.2.2 と 4.3 / Clauses 4.2.2 and 4.3 of the quality charter'
      const scope = { title, clauses: ['4.2.2', '4.3'], from: day(195), through: day(12), criteria }
      ;({ id } = await openEngagement(ctx, AUDITOR, scope))
    }),
    at(11, 11, sampled(BACKUPS)),
    at(11, 12, sampled(RIGHTS)),
    at(10, 10, (ctx) =>
      askFor(ctx, AUDITOR, id, {
        what: '復元を試した三台の記録 / Records of the three trial restores',
        of: 'demo-engineer',
        due: day(6),
        control: BACKUPS,
      }),
    ),
    at(8, 14, async (ctx) => {
      const { id: request } = (await readEngagement(ctx.db, id)).requests[0]!
      const remark =
        '保存した設定から戻した三台の記録は、4.3 の確認に付けてある。 / It is attached to the confirmation of 4.3.'
      await answer(ctx, { id: 'demo-engineer' }, { id, request }, { remark, evidence: [] })
    }),
    at(7, 10, async (ctx) => {
      const { id: request } = (await readEngagement(ctx.db, id)).requests[0]!
      await settle(ctx, AUDITOR, { id, request }, { as: 'accepted', remark: '確かめた / Seen' })
    }),
    at(7, 11, (ctx) => tested(ctx, id, BACKUPS, Number.POSITIVE_INFINITY)),
    at(6, 10, (ctx) =>
      conclude(ctx, AUDITOR, id, {
        control: BACKUPS,
        design: 'effective',
        design_reason:
          '保存、失敗の通知、復元の試しが定められている / Backup, notice of failures and trial restores are laid down',
        operation: 'effective',
        operation_reason: '標本のすべてに保存の記録がある / Every sampled item has its record of backup',
      }),
    ),
    at(3, 10, (ctx) => tested(ctx, id, RIGHTS, 1)),
    at(3, 11, (ctx) =>
      askFor(ctx, AUDITOR, id, {
        what: '責任者のいない三つのアカウントの処置 / What was done about the three accounts that belong to nobody',
        of: 'demo-controller',
        due: day(-5),
        control: RIGHTS,
      }),
    ),
  ]
}

/** Tests so many of a control's sampled items, as they are listed. */
async function tested(ctx: Context, id: string, control: string, count: number): Promise<void> {
  const engagement: Engagement = await readEngagement(ctx.db, id)
  const items = engagement.samples.get(control)?.items ?? []
  for (const item of asListed(items, 'facts').slice(0, count))
    await testItem(ctx, AUDITOR, id, {
      control,
      item,
      result: 'holds',
      remark: '証跡の日付と件数が一致した / Date and number agree with the evidence',
      evidence: [{ fact: Number(item) }],
    })
}
