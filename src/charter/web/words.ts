import type { Text } from '../../platform/text.ts'
import { kanjiNumber, number, ordinal, plural } from '../../web/message.ts'

/** What the board says, in both languages. */
export const words = {
  clause: { ja: '項', en: 'Clause' },
  rules: { ja: '規則', en: 'Rules' },
  waivers: { ja: '免除', en: 'Waivers' },
  rail: { ja: '憲章', en: 'Charter' },
  demo: { ja: 'デモ', en: 'Demo' },
  chapter: (id: string): Text => ({ ja: `第${kanjiNumber(Number(id))}章`, en: `Chapter ${id}` }),
  edition: (edition: number): Text => ({
    ja: `第${kanjiNumber(edition)}版`,
    en: `${ordinal(edition)} edition`,
  }),
  inForce: (date: Text): Text => ({ ja: `${date.ja} 施行`, en: `in force since ${date.en}` }),
  approves: (title: Text, edition: Text, date: Text, office: Text, name: Text): Text => ({
    ja: `${title.ja}${edition.ja}を${date.ja}付で${office.ja} ${name.ja}が承認`,
    en: `${title.en}, ${edition.en}, approved as of ${date.en} by ${name.en}, ${office.en}`,
  }),
  readOn: { ja: '前文を続けて読む', en: 'Read the rest of the preamble' },
  of: (total: number): Text => ({ ja: `全${number(total)}項`, en: plural(total, 'clause') }),
  contents: { ja: '目次', en: 'Contents' },
  needsMe: { ja: 'いま手を打つこと', en: 'What needs me' },
  nothingNeeded: { ja: 'いま手を打つことはありません。', en: 'Nothing needs you now.' },
  more: (count: number): Text => ({ ja: `ほか ${number(count)} 件`, en: `${number(count)} more` }),
  notYet: { ja: 'この版にはまだ判定の仕組みがありません', en: 'not judged in this version' },
  noEvidence: { ja: '証跡がまだありません', en: 'no evidence yet' },
  whatToDo: { ja: '示すには', en: 'How to show it' },
  chapterSilent: (count: number): Text => ({
    ja: `この章の${number(count)}項には、まだ証跡がありません。記録されるまで、不明と示します。`,
    en: `The ${plural(count, 'clause')} of this chapter have no evidence yet. Until there is some, they stand as unknown.`,
  }),
  waiting: (count: number): Text => ({
    ja: `ほかに ${number(count)} 項が、最初の証跡を待っています。`,
    en: `${number(count)} more ${count === 1 ? 'clause waits' : 'clauses wait'} for a first piece of evidence.`,
  }),
  computed: { ja: '計算', en: 'computed' },
  attested: { ja: '記録', en: 'attested' },
  stale: { ja: '証跡は期限切れ', en: 'evidence expired' },
  details: { ja: '詳しく', en: 'Details' },
  became: (id: string, title: Text, state: Text): Text => ({
    ja: `${id} ${title.ja} が ${state.ja} に変わりました`,
    en: `${id} ${title.en}: now ${state.en.toLowerCase()}`,
  }),
  strip: (days: number): Text => ({ ja: `この${number(days)}日`, en: `The last ${number(days)} days` }),
  sinceYesterday: { ja: '昨日から変わったこと', en: 'Since yesterday' },
  comparing: { ja: '昨日の判定と比べています …', en: 'Comparing with yesterday …' },
  nothingTurned: {
    ja: '昨日の終わりから、判定は変わっていません。',
    en: 'Nothing is judged otherwise than at the end of yesterday.',
  },
  turnedFrom: (from: Text, to: Text): Text => ({ ja: `${from.ja} → ${to.ja}`, en: `${from.en} → ${to.en}` }),
  waitsForMe: { ja: '承認を待っています', en: 'waits for my approval' },
  moreWait: (count: number): Text => ({
    ja: `ほか ${number(count)} 件が承認を待っています`,
    en: `${number(count)} more ${count === 1 ? 'waits' : 'wait'} for my approval`,
  }),
  approveBy: (day: Text): Text => ({ ja: `${day.ja}までに`, en: `by ${day.en}` }),
  approvalLate: (day: Text): Text => ({ ja: `${day.ja}が期限でした`, en: `was due on ${day.en}` }),
  alike: (count: number): Text => ({
    ja: `ほか ${number(count)} 項も同じ`,
    en: `and ${number(count)} more ${count === 1 ? 'clause' : 'clauses'} alike`,
  }),
  since: (day: Text): Text => ({ ja: `${day.ja}から`, en: `since ${day.en}` }),
  due: (day: Text): Text => ({ ja: `是正期限 ${day.ja}`, en: `to be put right by ${day.en}` }),
  wasDue: (day: Text): Text => ({
    ja: `是正期限 ${day.ja} を過ぎています`,
    en: `was to be put right by ${day.en}`,
  }),
  nextClause: { ja: '次の項へ', en: 'To the next clause' },
  previousClause: { ja: '前の項へ', en: 'To the previous clause' },
  openClause: { ja: 'いまの項の頁を開く', en: 'Open the page of the clause at hand' },
} satisfies Record<string, Text | ((...given: never[]) => Text)>
