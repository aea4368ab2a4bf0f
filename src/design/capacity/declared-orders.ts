import type { Resource } from '../../estate/resource.ts'
import { instantMs } from '../../estate/validity.ts'
import { samePerson } from '../../people/index.ts'
import { civilDay } from '../../platform/civil-time.ts'
import type { Text } from '../../platform/text.ts'
import { isKnown, knowsPeople, mayApprovePlans, type Approvers } from './approvers.ts'

type Order = Resource['orders'][number]
export type When = { today: string; zone: string }
type RefusedOrder = { order: Order; because: Text }

/**
 * Orders that documents declare as approved, and why some of them do not count: who wrote the document only says that
 * somebody approved. One counts where he names who asked for it and another who approved it by the end of today; where
 * the ledger knows people, both must be among them and the approver must have been allowed to approve plans.
 */
export function declaredOrders(
  resource: Pick<Resource, 'id' | 'orders'>,
  known: Approvers,
  when: When,
): { counted: Order[]; refused: RefusedOrder[] } {
  const counted: Order[] = []
  const refused: RefusedOrder[] = []
  for (const order of resource.orders) {
    const because = whyNot(order, resource.id, known, when)
    if (because === undefined) counted.push(order)
    else refused.push({ order, because })
  }
  return { counted, refused }
}

/** That an order does not count, and why; `of` where it is not clear of which resource. */
export function refusedText({ order, because }: RefusedOrder, of?: Text): Text {
  const [ja, en] = of === undefined ? ['', ''] : [`${of.ja} の`, ` for ${of.en}`]
  return {
    ja: `${ja}文書にある発注 ${order.id} は数えていません：${because.ja}`,
    en: `The order ${order.id} that the documents declare${en} is not counted: ${because.en}`,
  }
}

function whyNot(
  { requested_by, approved_by, approved_at }: Order,
  resource: string,
  known: Approvers,
  { today, zone }: When,
): Text | undefined {
  if (requested_by === undefined)
    return {
      ja: '起案した人（requested_by）が書かれておらず、別の人の承認だと分かりません。',
      en: 'who asked for it (requested_by) is not said, so it is not known to be approved by another.',
    }
  if (samePerson(requested_by, approved_by))
    return { ja: '起案した人が自分で承認しています。', en: 'whoever asked for it approved it himself.' }
  const approvedMs = approvalMs(approved_at, zone)
  if (approvedMs >= civilDay(today, zone).untilMs)
    return {
      ja: `承認日（${approved_at}）がまだ来ていません。`,
      en: `it is approved only on ${approved_at}.`,
    }
  if (!knowsPeople(known)) return undefined
  const stranger = [requested_by, approved_by].find((id) => !isKnown(known, id, approvedMs))
  if (stranger !== undefined)
    return {
      ja: `${stranger} は、承認の時点で在籍している人として登録されていません。`,
      en: `${stranger} is not known as a person who was here when it was approved.`,
    }
  if (!mayApprovePlans(known, approved_by, resource, approvedMs))
    return {
      ja: `${approved_by} は、承認の時点で増設計画を承認する役割を持っていません。`,
      en: `${approved_by} held no role that approves plans when it was approved.`,
    }
  return undefined
}

/** A day without a time counts to its end. */
function approvalMs(written: string, zone: string): number {
  return /^\d{4}-\d{2}-\d{2}$/u.test(written) ? civilDay(written, zone).untilMs - 1 : instantMs(written, zone)
}
