import type { Text } from '../../../platform/text.ts'
import { number, plural } from '../../../web/message.ts'
import type { Shows } from '../choices.ts'
import type { PublicEditionState } from '../edition.ts'

/** What the page of the public edition says. */
export const words = {
  title: { ja: '公開版', en: 'Public edition' },
  rail: { ja: '公開', en: 'Public' },
  lead: {
    ja: '憲章を、だれでも読める静かな一部にします。何を載せるかを選び、選んだ人とは別の人が承認してから公開します。対象の名前、規則、理由、人は、載せようとしても載りません。',
    en: 'The charter as a quiet document that everybody may read. One person chooses what it shows, another approves exactly that, then it is published. Names of things, rules, reasons and persons cannot get into it.',
  },
  off: {
    ja: 'いまは何も公開していません。',
    en: 'Nothing is public now.',
  },
  publicNow: (edition: number): Text => ({
    ja: `公開版 第${edition}号を公開しています。`,
    en: `Public edition no. ${edition} is published.`,
  }),
  current: {
    ja: '内容はいまの憲章と一致しています。',
    en: 'What it says agrees with the charter as it stands.',
  },
  over: {
    ja: '現在の内容として読める期間が過ぎました。公開版にもそう書かれています。新しい号を作ってください。',
    en: 'Its days are over, and it says so itself. Make a new edition.',
  },
  changed: {
    ja: '公開したあとで憲章が変わりました。公開版には「古くなっている」と書かれています。新しい号を作ってください。',
    en: 'The charter has changed since. The edition says that it is out of date. Make a new one.',
  },
  openPublic: { ja: '公開されている頁を開く', en: 'Open the public page' },
  download: { ja: '全ファイルを zip で受け取る', en: 'All files as a zip' },
  byCommand: { ja: 'コマンドでは', en: 'By command' },
  choose: { ja: '載せるもの', en: 'What it shows' },
  chooseLead: {
    ja: '項ごとに選びます。判定はいま示せるものがそのまま載り、書き換えることはできません。不明は不明と載ります。',
    en: 'Choose for each clause. A state is published as it is judged; it cannot be worded otherwise, and unknown stays unknown.',
  },
  all: { ja: 'すべての項を', en: 'Every clause' },
  shows: {
    nothing: { ja: '載せない', en: 'not published' },
    text: { ja: '条文だけ', en: 'text only' },
    state: { ja: '条文と判定', en: 'text and state' },
  } satisfies Record<Shows, Text>,
  showsOf: (id: string): Text => ({ ja: `${id} の載せかた`, en: `What is shown of ${id}` }),
  freshness: { ja: '証跡の期限', en: 'evidence' },
  since: { ja: 'いつから', en: 'since' },
  remark: { ja: 'ひとこと', en: 'Remark' },
  remarkOf: (id: string): Text => ({ ja: `${id} へのひとこと`, en: `Remark on ${id}` }),
  remarkHint: {
    ja: '日本語と英語の両方に書きます。機器や人の名前は書けません。',
    en: 'In both languages. It cannot call a device or a person by name.',
  },
  remarkHalf: {
    ja: 'ひとことは、日本語と英語の両方に書いてください。',
    en: 'Please write the remark in both languages.',
  },
  japanese: { ja: '日本語', en: 'Japanese' },
  english: { ja: '英語', en: 'English' },
  validDays: { ja: '現在の内容として読める日数', en: 'Days for which it may be read as current' },
  keep: { ja: '選択を残す', en: 'Keep these choices' },
  kept: { ja: '選択を残しました。まだ公開されていません。', en: 'Kept. Nothing is public by that.' },
  restore: { ja: '残した選択に戻す', en: 'Back to what was kept' },
  forward: { ja: 'この内容で承認に回す', en: 'Put this forward for approval' },
  forwarded: (edition: number): Text => ({
    ja: `公開版 第${edition}号を承認に回しました。`,
    en: `Public edition no. ${edition} waits for approval.`,
  }),
  preview: { ja: '公開される頁', en: 'The page as it would be' },
  previewOf: (edition: string): Text => ({
    ja: `公開版 第${edition}号`,
    en: `Public edition no. ${edition}`,
  }),
  backToChoices: { ja: 'いまの選択に戻る', en: 'Back to the choices' },
  notShown: {
    ja: '選ぶ権限のある人に、ここで頁が見えます。',
    en: 'Those who may choose see the page here.',
  },
  history: { ja: '版の履歴', en: 'Editions' },
  noEditions: {
    ja: 'まだ一つもありません。載せるものを選び、承認に回すと、ここに並びます。',
    en: 'There is none yet. Choose what it shows and put it forward: it then stands here.',
  },
  number: (edition: number): Text => ({ ja: `第${number(edition)}号`, en: `No. ${number(edition)}` }),
  states: {
    waiting: { ja: '承認を待っています', en: 'waits for approval' },
    approved: { ja: '承認済み、未公開', en: 'approved, not published' },
    published: { ja: '公開中', en: 'published' },
    replaced: { ja: '新しい号に代わりました', en: 'replaced by a later one' },
    withdrawn: { ja: '取り下げ', en: 'withdrawn' },
  } satisfies Record<PublicEditionState, Text>,
  asOf: { ja: '判定の時点', en: 'as of' },
  by: {
    author: { ja: '承認に回した', en: 'put forward by' },
    approved: { ja: '承認した', en: 'approved by' },
    published: { ja: '公開した', en: 'published by' },
    withdrawn: { ja: '取り下げた', en: 'withdrawn by' },
  },
  look: { ja: '内容を見る', en: 'Look at it' },
  difference: (from: number): Text =>
    from === 0
      ? { ja: '書かれていることのすべて', en: 'All that it says' }
      : { ja: `第${from}号との違い`, en: `What differs from no. ${from}` },
  differs: (count: number): Text => ({
    ja: `${number(count)} か所が違います。`,
    en: `${plural(count, 'part')} ${count === 1 ? 'differs' : 'differ'}.`,
  }),
  noDifference: { ja: '違いはありません。', en: 'There is no difference.' },
  head: { ja: '巻頭', en: 'Head' },
  publish: { ja: '公開する', en: 'Publish' },
  publishing: {
    ja: '公開の準備をしています（書体を切り出しています）…',
    en: 'Preparing the files and fonts …',
  },
  isPublished: { ja: '公開しました。', en: 'Published.' },
  withdraw: { ja: '取り下げる', en: 'Withdraw' },
  withdrawAsk: {
    ja: '取り下げると、すぐに読めなくなります。写しを持つ人や中継のキャッシュには最長 5 分残ります。',
    en: 'It is gone at once. Caches between may hold it for up to five minutes, and whoever copied it keeps the copy.',
  },
  withdrawn: { ja: '取り下げました。', en: 'Withdrawn.' },
  before: { ja: '前', en: 'Before' },
  after: { ja: '後', en: 'After' },
} satisfies Record<string, unknown>
