import type { Text } from '../../platform/text.ts'

/** What members of documents that are approved are called; one that is not here stands as it is written. */
const NAMES: Readonly<Record<string, Text>> = {
  account: { ja: '顧客番号', en: 'Account' },
  amount: { ja: '数量', en: 'Amount' },
  approach: { ja: '進め方', en: 'Approach' },
  approved_at: { ja: '承認日時', en: 'Approved at' },
  author: { ja: '起案', en: 'Author' },
  because: { ja: '理由', en: 'Because' },
  cancelled: { ja: '中止の知らせか', en: 'Word that it is off' },
  clause: { ja: '項', en: 'Clause' },
  clauses: { ja: '項', en: 'Clauses' },
  content: { ja: '内容', en: 'Content' },
  contributors: { ja: '作成に加わった人', en: 'Who had a hand in it' },
  cost: { ja: '費用', en: 'Cost' },
  decisions: { ja: '決定', en: 'Decisions' },
  delivered: { ja: '納品日', en: 'Delivered on' },
  digest: { ja: 'ハッシュ', en: 'Hash' },
  draft: { ja: '送る手紙', en: 'The letter' },
  due: { ja: '期日', en: 'Due' },
  due_by: { ja: '知らせる期限', en: 'To be told by' },
  edition: { ja: '版', en: 'Edition' },
  effect: { ja: '影響', en: 'Effect' },
  effective: { ja: '施行', en: 'In force from' },
  effective_from: { ja: '施行', en: 'In force from' },
  effects: { ja: '影響', en: 'Effects' },
  entry: { ja: '記載', en: 'Entry' },
  file: { ja: 'ファイル', en: 'File' },
  from: { ja: 'はじめ', en: 'From' },
  id: { ja: '番号', en: 'Id' },
  items: { ja: '項目', en: 'Items' },
  kind: { ja: '種類', en: 'Kind' },
  language: { ja: '言語', en: 'Language' },
  late_by_provider: { ja: '事業者の知らせが遅いか', en: 'The provider told too late' },
  maintenance: { ja: '工事', en: 'Work' },
  name: { ja: '名前', en: 'Name' },
  notice_days: { ja: '契約上の予告日数', en: 'Days of notice by contract' },
  objects: { ja: '対象', en: 'Objects' },
  order_on: { ja: '発注日', en: 'To be ordered on' },
  owner: { ja: '責任者', en: 'Owner' },
  preamble: { ja: '前文', en: 'Preamble' },
  proposed_by: { ja: '起案', en: 'Put forward by' },
  reason: { ja: '理由', en: 'Reason' },
  recipients: { ja: '宛先の数', en: 'Recipients' },
  requested_by: { ja: '申請した人', en: 'Asked for by' },
  resource: { ja: '資源', en: 'Resource' },
  review_by: { ja: '見直し期限', en: 'To be reviewed by' },
  service: { ja: '役務', en: 'Service' },
  sha256: { ja: 'SHA-256', en: 'SHA-256' },
  state: { ja: '状態', en: 'State' },
  subject: { ja: '件名', en: 'Subject' },
  text: { ja: '本文', en: 'Text' },
  title: { ja: '題', en: 'Title' },
  to: { ja: '宛先', en: 'To' },
  unit: { ja: '単位', en: 'Unit' },
  until: { ja: 'おわり', en: 'Until' },
  version: { ja: '版', en: 'Version' },
  what: { ja: '内容', en: 'What' },
  wording: { ja: '言葉', en: 'Wording' },
}

/** What a member is called, if it has a name of its own. */
export function nameOf(member: string): Text | undefined {
  return Object.hasOwn(NAMES, member) ? NAMES[member] : undefined
}

export const YES: Text = { ja: 'はい', en: 'yes' }
export const NO: Text = { ja: 'いいえ', en: 'no' }
export const NOTHING: Text = { ja: 'なし', en: 'none' }
