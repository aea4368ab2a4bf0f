import type { Text } from '../../platform/text.ts'
import { number, plural, same } from '../../web/message.ts'

/** What the ledger's screen says, in both languages. */
export const words = {
  rail: { ja: '台帳', en: 'Ledger' },
  title: { ja: '台帳', en: 'Ledger' },
  lead: {
    ja: '知ったこと、決めたこと、行ったことを、一件ずつ記す。書き換えも削除もできず、私たちなしで誰でも確かめられる。',
    en: 'What was known, decided and done, fact by fact. Nothing in it is changed or removed, and anyone can check it without us.',
  },
  facts: { ja: '事実', en: 'Facts' },
  nth: (index: number): Text => ({ ja: `番号 ${number(index)}`, en: `No. ${number(index)}` }),
  found: (count: number, more: boolean, sought: boolean): Text => {
    const total = more ? `${number(count)}+` : number(count)
    return sought
      ? { ja: `条件に合う事実 ${total} 件`, en: `${total} that match` }
      : { ja: `全 ${total} 件`, en: more ? `${total} facts` : plural(count, 'fact') }
  },
  zone: (zone: string): Text => ({ ja: `時刻は ${zone}`, en: `times in ${zone}` }),
  fresh: { ja: '新着', en: 'new' },
  arrived: (count: number): Text => ({
    ja: `新しい事実が${number(count)}件届きました`,
    en: `${plural(count, 'new fact')} arrived`,
  }),
  listing: (count: number): Text => ({
    ja: `ほか ${number(count)} 件は木に入り、一覧へ載せているところです。`,
    en: `${plural(count, 'more fact')} in the tree, on the way into this list.`,
  }),

  pendingTitle: { ja: '受付中', en: 'In the inbox' },
  pendingWhy: (count: Text): Text => ({
    ja: `${count.ja}件はまだ木に入っていません。番号と時刻がつくまでは、改竄検知の対象ではありません。`,
    en: `${count.en} not yet in the tree. Until they have an index and a time, tampering with them would not show.`,
  }),

  filter: { ja: '絞り込み', en: 'Narrow down' },
  type: { ja: '種類', en: 'Kind' },
  anyType: { ja: 'すべての種類', en: 'Every kind' },
  clause: { ja: '条項', en: 'Clause' },
  by: { ja: '人', en: 'Person' },
  object: { ja: '対象', en: 'Object' },
  seek: { ja: '絞り込む', en: 'Narrow' },
  clear: { ja: '絞り込みを外す', en: 'Show all' },
  older: { ja: '前の50件', en: 'Earlier 50' },
  newest: { ja: '最新へ', en: 'To the newest' },
  csv: { ja: 'CSV で保存', en: 'Save as CSV' },
  csvBusy: { ja: '読み出し中', en: 'Reading' },
  csvCut: (rows: number): Text => ({
    ja: `新しいほうから${number(rows)}件を保存しました。それより前は、絞り込むか「台帳全体」を保存してください。`,
    en: `The newest ${number(rows)} were saved. For earlier ones, narrow down or save the whole ledger.`,
  }),
  csvFailed: {
    ja: '読み出せなかったため、保存しませんでした。もう一度試してください。',
    en: 'They could not be read, so nothing was saved. Try again.',
  },
  more: (count: number): Text => ({ ja: `ほか${number(count)}`, en: `${number(count)} more` }),

  noneTitle: { ja: '条件に合う事実はありません', en: 'No fact matches' },
  noneWhy: {
    ja: '条項は 2 や 3.2.1 のような番号、人と対象は記されたとおりの番号や名で探します。',
    en: 'Clauses are sought by number, such as 2 or 3.2.1; persons and objects by the exact id.',
  },
  closedTitle: { ja: '台帳はまだ開かれていません', en: 'The ledger is not open yet' },
  closedWhy: {
    ja: '起動の数秒後に開きます。開かないときは、サーバーの記録に理由があります。次の一行で台帳を検査できます。',
    en: 'It opens some seconds after the start. If it does not, the log of the server says why, and this checks the ledger.',
  },
  youngWhy: {
    ja: 'まだ、台帳を開いたという事実だけです。設備の文書を届けると、次の事実になります。届けば、この画面にひとりでに現れます。',
    en: 'So far it holds only that it was opened. Send the documents of your estate, and that becomes the next fact; it appears here by itself.',
  },
  folder: { ja: 'フォルダー', en: 'FOLDER' },

  head: { ja: '台帳の現在', en: 'Where the log stands' },
  origin: { ja: '起点', en: 'Origin' },
  size: { ja: '件数', en: 'Entries' },
  root: { ja: '木の根', en: 'Root' },
  newestAt: { ja: '最後の事実', en: 'Newest fact' },
  checkpoint: { ja: 'チェックポイント', en: 'Checkpoint' },
  checkpointAt: (size: number, at: Text): Text => ({
    ja: `${number(size)} 件まで、${at.ja}`,
    en: `of ${number(size)}, ${at.en}`,
  }),
  noCheckpoint: { ja: 'まだありません', en: 'none yet' },
  full: { ja: '全桁', en: 'in full' },
  keepTitle: { ja: 'よそに控える', en: 'Keep it elsewhere' },
  keepWhy: {
    ja: 'チェックポイントは、ここまでの全件を数行に縮めた署名です。私たちの手の届かない所に控えておけば、あとで台帳が巻き戻されても、別物にすり替えられても、わかります。',
    en: 'A checkpoint is a signature over everything so far, in a few lines. Keep it where we cannot reach it, and a ledger that was later rolled back or replaced gives itself away.',
  },
  keepSave: { ja: 'チェックポイントを保存', en: 'Save the checkpoint' },
  keepAll: { ja: '台帳全体を保存', en: 'Save the whole ledger' },
  keepThen: { ja: '後日、控えと突き合わせる:', en: 'Later, compare with what you kept:' },

  back: { ja: '台帳へ戻る', en: 'Back to the ledger' },
  newer: { ja: '次の事実', en: 'Later fact' },
  earlier: { ja: '前の事実', en: 'Earlier fact' },
  who: { ja: '誰が', en: 'By' },
  effective: { ja: '有効となる時', en: 'Holds from' },
  recorded: { ja: '記録された時', en: 'Recorded' },
  leafHash: { ja: '葉のハッシュ', en: 'Leaf hash' },
  bytes: { ja: '大きさ', en: 'Size' },
  bytesOf: (count: number): Text => ({ ja: `${number(count)} バイト`, en: plural(count, 'byte') }),
  body: { ja: '内容', en: 'What it says' },
  noBody: { ja: 'この事実に内容はありません。', en: 'This fact says nothing more.' },

  proof: { ja: '台帳にある証明', en: 'Proof that it is in the ledger' },
  computing: { ja: 'このブラウザーで計算しています', en: 'Computing in this browser' },
  verified: { ja: '検証できました', en: 'Verified' },
  verifiedWhy: (index: number, size: number): Text => ({
    ja: `この頁の内容から計算し直すと、${number(size)} 件のチェックポイントの根に届きました。そのチェックポイントは、この事実を番号 ${number(index)} に、一字一句このとおり含んでいます。`,
    en: `Computed again from what this page shows, the path ends at the root in the checkpoint of ${number(size)}. That checkpoint holds this fact as number ${number(index)}, to the letter.`,
  }),
  unsigned: { ja: 'まだ署名がありません', en: 'Not signed yet' },
  unsignedWhy: {
    ja: '木の根には届きましたが、この事実を含むチェックポイントはまだ出ていません。出しだい、ここも変わります。',
    en: 'The path ends at the root of the tree, but no checkpoint covers this fact yet. This turns as soon as one does.',
  },
  refuted: { ja: '検証できません', en: 'Not verified' },
  refutedWhy: {
    ja: '計算し直した結果が、チェックポイントと合いません。この画面の内容を信じないでください。台帳全体を検査すると、最初に合わない番号がわかります。',
    en: 'What was computed does not agree with the checkpoint. Do not rely on what is shown here. Checking the whole ledger names the first entry that does not fit.',
  },
  impossible: { ja: 'ここでは計算できません', en: 'Cannot be computed here' },
  impossibleWhy: {
    ja: 'ブラウザーは、https か localhost で開いた頁にだけ暗号計算を許します。下のコマンドなら、どこでも確かめられます。',
    en: 'Browsers give cryptography only to pages opened by https or on localhost. The commands below work anywhere.',
  },
  signatureHolds: {
    ja: 'チェックポイントの署名も合いました。ただし公開鍵はこのサーバーが示したものです。控えてある公開鍵と比べてください。',
    en: 'The signature of the checkpoint holds, too. But its public key came from this same server: compare it with the one you keep.',
  },
  signatureUnchecked: {
    ja: 'チェックポイントの署名は、このブラウザーでは確かめていません。下の verify.mjs が確かめます。',
    en: 'The signature of the checkpoint was not checked in this browser; verify.mjs below does.',
  },
  signatureWrong: {
    ja: 'チェックポイントの署名が合いません。',
    en: 'The signature of the checkpoint is wrong.',
  },
  publicKey: { ja: '公開鍵', en: 'Public key' },

  leaf: { ja: '葉', en: 'leaf' },
  rootShort: { ja: '根', en: 'root' },
  drawn: (steps: number, size: number): Text =>
    steps === 0
      ? {
          ja: '台帳にはこの一件だけがあり、葉がそのまま根です。',
          en: 'It is the only entry: the leaf is the root.',
        }
      : {
          ja: `塗った丸がこの事実から計算した値です。隣の${number(steps)}つのハッシュと順に組むと、${number(size)} 件すべてを束ねる根になります。`,
          en: `Filled discs are computed from this fact. Joined with ${plural(steps, 'hash', 'hashes')} beside them, one after another, they make the root over all ${number(size)} entries.`,
        },
  table: { ja: '表で見る', en: 'As a table' },
  step: { ja: '段', en: 'Step' },
  side: { ja: '組む側', en: 'Joined on the' },
  left: { ja: '左', en: 'left' },
  right: { ja: '右', en: 'right' },
  under: { ja: '隣が束ねる件', en: 'Entries under it' },
  sibling: { ja: '隣のハッシュ', en: 'Sibling' },
  result: { ja: '組んだ結果', en: 'Result' },

  without: { ja: '私たちなしで確かめる', en: 'Verify without us' },
  withoutWhy: {
    ja: '証明をファイルに取り出し、本体もネットワークも使わない一枚のプログラム verify.mjs で検証します。',
    en: 'Take the proof out as a file, and check it with verify.mjs: one program, without kensho and without a network.',
  },
  withoutLater: {
    ja: 'チェックポイントがこの事実に届くと、証明を取り出せます。',
    en: 'The proof can be taken out once a checkpoint covers this fact.',
  },
  proofFile: { ja: '証明ファイルを保存', en: 'Save the proof file' },
  nextKey: { ja: '次の行へ', en: 'To the next line' },
  previousKey: { ja: '前の行へ', en: 'To the line before' },
  openKey: { ja: 'いまの事実を開く', en: 'Open the fact at hand' },
  filterKey: { ja: '絞り込みへ', en: 'To the filter' },
  csvColumns: {
    index: { ja: '番号', en: 'Index' },
    recorded: { ja: '記録 (UTC)', en: 'Recorded (UTC)' },
    says: { ja: 'できごと', en: 'What happened' },
  },
  asIs: same,
} as const
