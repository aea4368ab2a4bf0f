import type { Text } from '../../../platform/text.ts'
import type { RelayKind, RelayState } from '../relay/relay.ts'

/** What is said of letters to customers and providers, and of our own work, in both languages. */
export const letterWords = {
  title: { ja: '案内と依頼', en: 'What others are told' },
  none: {
    ja: 'この作業について知らせるべき顧客も、照会すべき事業者もありません。',
    en: 'No customer has to be told of this work, and no provider to be asked about it.',
  },
  kinds: {
    notice: { ja: '顧客への案内', en: 'Notice to a customer' },
    inquiry: { ja: '事業者への照会', en: 'Question to the provider' },
    reschedule: { ja: '事業者への日程変更の依頼', en: 'Request for another time' },
    decline: { ja: '事業者への辞退', en: 'Declined, as the contract allows' },
  } satisfies Record<RelayKind, Text>,
  states: {
    due: { ja: '起案待ち', en: 'to be drafted' },
    drafted: { ja: '承認待ち', en: 'waits for approval' },
    approved: { ja: '送信中', en: 'approved, being sent' },
    sent: { ja: '送信済み・返信待ち', en: 'sent, not acknowledged yet' },
    acknowledged: { ja: '受領確認済み', en: 'acknowledged' },
    bounced: { ja: '不達', en: 'came back undelivered' },
    withdrawn: { ja: '取り下げ', en: 'withdrawn' },
  } satisfies Record<RelayState, Text>,
  to: { ja: '宛先', en: 'To' },
  dueBy: (at: Text): Text => ({ ja: `期限 ${at.ja}`, en: `due by ${at.en}` }),
  noticeDays: (days: number): Text => ({
    ja: `（契約：${days}日前）`,
    en: ` (contract: ${days} days before)`,
  }),
  lateByProvider: {
    ja: '事業者の知らせが遅かったため、契約の日数は守れません。',
    en: 'The provider left less time than the contract gives.',
  },
  read: { ja: '文面', en: 'Its words' },
  reword: { ja: '文面を直す', en: 'Word it otherwise' },
  rewordLead: {
    ja: '直すと承認はやり直しになり、直した人は承認できません。',
    en: 'It then waits for approval anew, and whoever words it does not approve it.',
  },
  subject: { ja: '件名', en: 'Subject' },
  text: { ja: '本文', en: 'Text' },
  keep: { ja: '直した文面を残す', en: 'Keep these words' },
  reworded: { ja: '文面を直しました。承認を待っています。', en: 'Reworded. It waits for approval.' },
  toApprovals: { ja: '承認へ', en: 'To the approvals' },
  acknowledged: { ja: '電話などで受領を確認した', en: 'They acknowledged it, by telephone or otherwise' },
  bounced: { ja: '届かなかった', en: 'It did not arrive' },
  answered: { ja: '記録しました。', en: 'Recorded.' },
  plan: { ja: '自社の作業を登録', en: 'Announce work of our own' },
  planLead: {
    ja: '何が失われるかを計算し、契約のある顧客への案内を起案します。',
    en: 'What it takes away is computed, and notices to customers are drafted by their contracts.',
  },
  changePlan: { ja: 'この作業を変更する', en: 'Change this work' },
  workId: { ja: '作業のID', en: 'Id of the work' },
  titleJa: { ja: '作業名（日本語）', en: 'Name in Japanese' },
  titleEn: { ja: '作業名（英語）', en: 'Name in English' },
  objects: { ja: '止まる設備・回線のID', en: 'Ids of what it takes down' },
  oneALine: { ja: '一行に一つ。', en: 'One a line.' },
  backup: { ja: '予備日（使うかは未定）', en: 'a backup day, used only if the first fails' },
  windowKind: { ja: '日の扱い', en: 'This window is' },
  planned: { ja: '本番', en: 'the planned one' },
  announce: { ja: '登録する', en: 'Announce' },
  announced: { ja: '登録しました。', en: 'Announced.' },
} as const
