import type { Text } from '../../platform/text.ts'
import { number, plural } from '../../web/message.ts'
import type { CellState } from '../cell.ts'

/** What the page of the guidelines says, in both languages. */
export const words = {
  title: { ja: '品質指針', en: 'Quality guidelines' },
  clause: { ja: '第1条', en: 'Clause 1' },
  lead: {
    ja: '四つの工程それぞれに、五つの観点から何を求めるかを記す。空いた升は、適用しないと承認されるまで指摘である。',
    en: 'What each of the four phases owes to each of the five viewpoints. An empty cell is a finding until “not applicable” is approved.',
  },
  matrix: { ja: '工程と観点の表', en: 'Matrix of phases by viewpoints' },
  phase: { ja: '工程', en: 'Phase' },
  states: {
    covered: { ja: '指針あり', en: 'Covered' },
    excluded: { ja: '適用しない', en: 'Not applicable' },
    flawed: { ja: '数えない', en: 'Does not count' },
    empty: { ja: '空き', en: 'Empty' },
  } satisfies Record<CellState, Text>,
  csvHeader: [
    { ja: '工程', en: 'Phase' },
    { ja: '観点', en: 'Viewpoint' },
    { ja: '状態', en: 'State' },
    { ja: '指針', en: 'Guidelines' },
    { ja: '適用しない理由', en: 'Why not applicable' },
  ],
  summary: (covered: number, excluded: number, open: number): Text => ({
    ja: `20 の升のうち、指針のある升 ${number(covered)}、適用しない升 ${number(excluded)}、空きか数えない升 ${number(open)}。`,
    en: `Of 20 cells: ${number(covered)} covered, ${number(excluded)} not applicable, ${number(open)} empty or not counting.`,
  }),
  waiting: (count: number): Text => ({
    ja: `承認待ち ${number(count)} 件`,
    en: `${plural(count, 'version')} waiting`,
  }),
  ready: { ja: '文案あり', en: 'A wording stands ready' },
  readyTitle: { ja: '用意された文案', en: 'The wording that stands ready' },
  readyWhy: {
    ja: '憲章の章がこの升を挙げているため、書き出しの文案がある。起案して別の人が承認するまで、指針としては数えない。',
    en: 'A chapter of the charter names this cell, so a wording stands ready. It counts once it is proposed and another approves it.',
  },
  owner: { ja: '所有者', en: 'Owner' },
  version: (version: number): Text => ({ ja: `第${version}版`, en: `Version ${version}` }),
  carriers: { ja: '担う統制', en: 'Carried by' },
  missing: { ja: '存在しない統制', en: 'no such control' },
  uncarried: {
    ja: '担う統制がどれも不明である。守られているかは分からない。',
    en: 'All that carries it is unknown: whether it holds is not known.',
  },
  authors: { ja: '書いた人', en: 'Written by' },
  approvedBy: { ja: '承認', en: 'Approved by' },
  waits: { ja: '承認を待つ', en: 'Waits for approval' },
  excludedBecause: { ja: '適用しない理由', en: 'Why it does not apply' },
  askedBy: { ja: '申し出た人', en: 'Asked by' },
  close: { ja: '閉じる', en: 'Close' },
  propose: { ja: '指針を起案する', en: 'Propose a guideline' },
  amend: { ja: '次の版を起案する', en: 'Propose the next version' },
  proposeDo: { ja: '起案する', en: 'Propose' },
  proposed: {
    ja: '起案しました。別の人の承認を待ちます。',
    en: 'Proposed. It waits for another to approve it.',
  },
  titleJa: { ja: '題（日本語）', en: 'Title in Japanese' },
  titleEn: { ja: '題（英語）', en: 'Title in English' },
  textJa: { ja: '本文（日本語）', en: 'Text in Japanese' },
  textEn: { ja: '本文（英語）', en: 'Text in English' },
  controls: {
    ja: '担う統制（条の番号か統制の id、空白区切り）',
    en: 'Carried by (numbers of clauses or ids of controls, with spaces)',
  },
  exclude: { ja: '適用しないことを申し出る', en: 'Ask that nothing applies' },
  reasonJa: { ja: '理由（日本語）', en: 'Reason in Japanese' },
  reasonEn: { ja: '理由（英語）', en: 'Reason in English' },
  excludeDo: { ja: '申し出る', en: 'Ask' },
  asked: { ja: '申し出ました。別の人の承認を待ちます。', en: 'Asked. It waits for another to approve it.' },
  approveNot: { ja: '適用しないことを承認する', en: 'Approve that nothing applies' },
  approved: { ja: '承認しました。', en: 'Approved.' },
  all: {
    ja: '文案のある空きの升を、まとめて起案する',
    en: 'Propose every wording that stands ready at once',
  },
  nobody: {
    ja: '起案するには、組織に人が登録されている必要がある。',
    en: 'Proposing takes persons in the organisation.',
  },
} as const
