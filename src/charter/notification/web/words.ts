import type { Text } from '../../../platform/text.ts'
import { number, plural } from '../../../web/message.ts'
import type { Kind } from '../news.ts'
import type { MailTime } from '../preference.ts'

export const words = {
  title: { ja: 'お知らせ', en: 'News' },
  lead: {
    ja: '承認を待つもの、変わった判定、期日の来る処置、切れる免除と確認。済んだものは自然に消える。',
    en: 'What waits for your approval, verdicts that turned, actions that are due, waivers and attestations that end. What is settled goes by itself.',
  },
  none: { ja: 'いま知っておくべきことはありません。', en: 'There is nothing that you need to know now.' },
  noneDo: {
    ja: 'ここに出たものをメールでも受け取るかは、設定で選べます。',
    en: 'Whether what appears here also comes by mail is yours to choose in the settings.',
  },
  noMatch: { ja: '条件に合うものはありません。', en: 'Nothing matches.' },
  settings: { ja: '設定', en: 'Settings' },
  open: { ja: 'これから', en: 'Open' },
  all: { ja: 'すべて', en: 'All' },
  kind: { ja: '種類', en: 'Kind' },
  anyKind: { ja: 'すべての種類', en: 'Any kind' },
  state: { ja: '範囲', en: 'Which' },
  csv: { ja: 'CSV で保存', en: 'Save as CSV' },
  count: (count: number): Text => ({ ja: `${number(count)} 件`, en: plural(count, 'item') }),
  read: { ja: '既読にする', en: 'Mark as read' },
  unread: { ja: '未読に戻す', en: 'Mark as unread' },
  readAll: { ja: 'すべて既読にする', en: 'Mark all as read' },
  marked: (count: number): Text => ({
    ja: `${number(count)} 件を既読にしました。`,
    en: `${plural(count, 'item')} marked as read.`,
  }),
  undo: { ja: '元に戻す', en: 'Undo' },
  wasRead: { ja: '既読', en: 'read' },
  settled: { ja: '済み', en: 'settled' },
  mailed: { ja: 'メール済み', en: 'mailed' },
  mailLanguage: { ja: 'メールの言語', en: 'Language of mails' },
  bothLanguages: { ja: '日本語と英語', en: 'Japanese and English' },
  saved: { ja: '選んだとおりにしました。', en: 'Kept as chosen.' },
  reach: {
    yes: { ja: '', en: '' },
    'no-address': {
      ja: 'あなたのメールアドレスが登録されていないため、メールは届きません。人の登録を扱う人に頼んでください。',
      en: 'No mail address of yours is known, so no mail reaches you: ask whoever enters persons.',
    },
    'no-server': {
      ja: 'メールサーバーが設定されていないため、いまは画面だけに出ます。',
      en: 'No mail server is set, so news shows on the screen only.',
    },
  },
} as const

export const KIND_WORDS: Record<Kind, Text> = {
  approval: { ja: '承認待ち', en: 'Waits for approval' },
  turned: { ja: '判定の変化', en: 'Verdict turned' },
  due: { ja: '期日', en: 'Due' },
  ends: { ja: '期限切れ', en: 'Ends' },
}

export const TIME_WORDS: Record<MailTime, Text> = {
  'at-once': { ja: 'すぐに', en: 'At once' },
  daily: { ja: '朝にまとめて', en: 'Each morning' },
  never: { ja: '受け取らない', en: 'Never' },
}
