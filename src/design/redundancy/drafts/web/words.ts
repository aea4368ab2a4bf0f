import type { Text } from '../../../../platform/text.ts'
import { number, plural } from '../../../../web/message.ts'

/** What the screens of designs say, in both languages. */
export const words = {
  title: { ja: '設計案', en: 'Designs' },
  lead: {
    ja: 'まだ存在しないものを描き、判定がどう変わるかを先に見ます。描いた本人は承認できません。承認された文書だけが現状になります。',
    en: 'Draw what does not exist yet, and see first what it changes. Whoever drew it does not approve it; only what was approved becomes the estate.',
  },
  toNetwork: { ja: '現状のネットワークへ', en: 'To the network as it stands' },
  all: { ja: '設計案の一覧', en: 'All designs' },
  start: { ja: '設計を始める', en: 'Start a design' },
  startLead: {
    ja: '現状の文書の写しから始まります。何をしても、承認して反映するまで現状は変わりません。',
    en: 'It starts from a copy of the documents as they stand. Nothing changes there until it is approved and applied.',
  },
  name: { ja: '題', en: 'Title' },
  nameHint: { ja: '何をするためのものか、一行で。', en: 'What it is for, in one line.' },
  reason: { ja: '理由', en: 'Reason' },
  begin: { ja: '始める', en: 'Begin' },
  started: { ja: '設計を始めました。', en: 'The design is open.' },
  none: {
    ja: '設計案はまだありません。下で題を付けると、現状の写しから描き始められます。',
    en: 'There is no design yet. Give one a title below and draw on a copy of what stands.',
  },
  columnTitle: { ja: '題', en: 'Title' },
  columnState: { ja: '状態', en: 'State' },
  columnAuthor: { ja: '描いた人', en: 'Drawn by' },
  columnDay: { ja: '始めた日', en: 'Opened' },
  columnVersions: { ja: '版', en: 'Versions' },
  pictureLabel: { ja: '設計の図', en: 'Picture of the design' },
  sentence: (added: number, changed: number, removed: number): Text => ({
    ja:
      added + changed + removed === 0
        ? '現状のままです。図の機器か回線を選ぶと、変えられます。'
        : `青は加わるもの（${number(added)} 件）、点線は除かれるもの（${number(removed)} 件）。変わるものは ${number(changed)} 件です。`,
    en:
      added + changed + removed === 0
        ? 'As it stands today. Choose a node or link in the picture to change it.'
        : `Blue is what is added (${number(added)}), dotted what is taken away (${number(removed)}); ${number(changed)} changed.`,
  }),
  legendAdded: { ja: '加わるもの', en: 'added' },
  legendRemoved: { ja: '除かれるもの', en: 'taken away' },
  legendChanged: { ja: '変わるもの', en: 'changed' },
  outcome: { ja: '判定はこう変わる', en: 'What it changes' },
  points: (before: number, after: number): Text => ({
    ja:
      before === after
        ? `単一障害点 ${number(after)} 件のまま`
        : `単一障害点 ${number(before)} 件 → ${number(after)} 件`,
    en:
      before === after
        ? `${plural(after, 'single point')} of failure, as before`
        : `Single points of failure: ${number(before)} → ${number(after)}`,
  }),
  gained: { ja: '新たな単一障害点', en: 'New single points' },
  lost: { ja: '解消する単一障害点', en: 'No longer single points' },
  kept: { ja: '残る単一障害点', en: 'Single points that stay' },
  isNew: { ja: '新しい役務', en: 'a new service' },
  isGone: { ja: 'なくなる役務', en: 'no longer there' },
  isBroken: { ja: '何も失われなくても成り立たない', en: 'down before anything fails' },
  unchanged: (count: number): Text => ({
    ja: `変わらない役務 ${number(count)} 件`,
    en: `${plural(count, 'service')} without change`,
  }),
  more: (count: number): Text => ({ ja: `ほか ${number(count)} 件`, en: `${number(count)} more` }),
  change: { ja: '変える', en: 'Change it' },
  changeLead: {
    ja: '図から選ぶか、識別子で探します。選んだものは書き換え、移し、除けます。',
    en: 'Choose in the picture, or by identifier. What is chosen can be changed, moved or taken away.',
  },
  choose: { ja: '変えるもの（識別子）', en: 'What to change (identifier)' },
  notInDocuments: {
    ja: 'これはほかの要素から導かれたもので、文書にありません。元の要素を変えてください。',
    en: 'This follows from other elements and stands in no document. Change what it follows from.',
  },
  add: { ja: '加える', en: 'Add' },
  kinds: {
    links: { ja: '回線', en: 'A link' },
    nodes: { ja: '機器', en: 'A node' },
    equipment: { ja: '機器（設備台帳）', en: 'Equipment' },
    risks: { ja: 'リスク', en: 'A risk' },
    groups: { ja: '冗長グループ', en: 'A redundancy group' },
    sites: { ja: '拠点', en: 'A site' },
    circuits: { ja: 'キャリア回線', en: 'A circuit' },
    services: { ja: '役務', en: 'A service' },
    resources: { ja: '資源', en: 'A resource' },
  } satisfies Record<string, Text>,
  addDo: { ja: '設計に加える', en: 'Add to the design' },
  save: { ja: '書き換える', en: 'Change' },
  removeDo: { ja: '除く', en: 'Take away' },
  nothingTyped: { ja: '何も変わっていません。', en: 'Nothing was changed.' },
  addedSaid: (id: string): Text => ({ ja: `${id} を加えました。`, en: `${id} was added.` }),
  changedSaid: (id: string): Text => ({ ja: `${id} を書き換えました。`, en: `${id} was changed.` }),
  removedSaid: (id: string): Text => ({ ja: `${id} を除きました。`, en: `${id} was taken away.` }),
  linkHere: { ja: 'ここから回線を引く', en: 'Draw a link from here' },
  pickEnd: {
    ja: '図で、もう一方の端の機器を選んでください。',
    en: 'Now choose the node at the other end in the picture.',
  },
  ifLost: (services: Text): Text => ({
    ja: `この設計でこれが失われると、${services.ja} が止まります。`,
    en: `In this design its loss stops ${services.en}.`,
  }),
  ifLostNone: {
    ja: 'この設計でこれが失われても、それだけで止まる役務はありません。',
    en: 'In this design its loss alone stops no service.',
  },
  stands: (path: string): Text => ({ ja: `文書 ${path}`, en: `document ${path}` }),
  oneALine: { ja: '一行に一つ。', en: 'One a line.' },
  steps: { ja: '手順', en: 'Steps' },
  noSteps: { ja: 'まだ何も変えていません。', en: 'Nothing has been changed yet.' },
  undo: { ja: '元に戻す', en: 'Undo' },
  redo: { ja: 'やり直す', en: 'Do again' },
  undone: { ja: '一手戻しました。', en: 'One step was undone.' },
  redone: { ja: '一手やり直しました。', en: 'One step was done again.' },
  stepAdd: (what: string, id: string): Text => ({ ja: `加える：${what} ${id}`, en: `Add ${what} ${id}` }),
  stepChange: (id: string, fields: string): Text => ({
    ja: `変える：${id}（${fields}）`,
    en: `Change ${id} (${fields})`,
  }),
  stepRemove: (id: string): Text => ({ ja: `除く：${id}`, en: `Take away ${id}` }),
  stepUpload: (path: string): Text => ({ ja: `文書を送る：${path}`, en: `Send document ${path}` }),
  stepRemoveDocument: (path: string): Text => ({
    ja: `文書を除く：${path}`,
    en: `Take document ${path} away`,
  }),
  advice: { ja: '最も安い追加', en: 'The cheapest additions' },
  adviceLead: {
    ja: '残る単一障害点を除く回線を、効きめの大きい順に。どれも、引いた姿を判定し直して確かめてあります。',
    en: 'Links that remove the single points that are left, the most effective first. Each was judged anew with the link in place.',
  },
  adviceNone: {
    ja: '回線で除ける単一障害点は残っていません。',
    en: 'No single point is left that a link would remove.',
  },
  adviceImpossible: {
    ja: '向きのある回線を含むネットワークには、助言できません。',
    en: 'No advice is given for networks with directed links.',
  },
  adviceTake: { ja: '設計に取り込む', en: 'Take it into the design' },
  adviceTakeAll: { ja: 'すべて取り込む', en: 'Take all of it' },
  adviceTaken: { ja: '助言を取り込みました。', en: 'The advice was taken into the design.' },
  adviceAdds: (from: Text, to: Text, cost: Text): Text => ({
    ja: `${from.ja} — ${to.ja}（${cost.ja}）`,
    en: `${from.en} — ${to.en} (${cost.en})`,
  }),
  km: (km: number): Text => ({ ja: `直線 ${number(km)} km`, en: `${number(km)} km as the crow flies` }),
  oneLink: { ja: '回線 1 本', en: 'one link' },
  adviceRemoves: (points: Text): Text => ({ ja: `除けるもの：${points.ja}`, en: `Removes ${points.en}` }),
  adviceLeft: (count: number): Text => ({
    ja: `回線では除けないもの ${number(count)} 件`,
    en: `${number(count)} that no link removes`,
  }),
  adviceBounded: {
    ja: '大きなネットワークのため、候補の一部だけを調べました。',
    en: 'The network is large: only part of the candidates was looked at.',
  },
  documents: { ja: '変わる文書', en: 'Documents that change' },
  documentsLead: {
    ja: '手元で書き換えた文書を送ると、同じ名前の文書と入れ替わります。',
    en: 'Send a document that you changed: it takes the place of the one with its name.',
  },
  sendDocument: { ja: '文書を選んで送る…', en: 'Choose documents to send…' },
  sentSaid: { ja: '文書を受け取りました。', en: 'The documents were received.' },
  documentGone: { ja: '除かれる', en: 'taken away' },
  difference: (added: number, changed: number, removed: number): Text => ({
    ja: `現状との違い：追加 ${number(added)}・変更 ${number(changed)}・削除 ${number(removed)}`,
    en: `Against what stands: ${number(added)} added, ${number(changed)} changed, ${number(removed)} removed`,
  }),
  same: { ja: '現状と違いはありません。', en: 'No difference to what stands.' },
  review: { ja: '審査', en: 'Review' },
  note: { ja: '審査する人へ', en: 'To the reviewer' },
  saveVersion: { ja: '版として残す', en: 'Keep as a version' },
  saved: { ja: '版を残しました。', en: 'A version was kept.' },
  submit: { ja: '審査を求める', en: 'Put forward for review' },
  submitted: { ja: '審査を求めました。', en: 'It was put forward.' },
  submitWhy: {
    ja: '今の姿が版として固まり、手を入れていない人の承認を待ちます。',
    en: 'It is frozen as a version as it stands, and waits for somebody who had no hand in it.',
  },
  waits: {
    ja: '承認を待っています。承認する人は、下のハッシュのものだけに署名します。',
    en: 'It waits for approval. Whoever approves signs exactly what the hash below stands for.',
  },
  whatIsSigned: { ja: '承認されるもの', en: 'What is approved' },
  refuse: { ja: '差し戻す', en: 'Send back' },
  refuseReason: { ja: '差し戻す理由', en: 'Why it is sent back' },
  refused: { ja: '差し戻しました。', en: 'It was sent back.' },
  recall: { ja: '取り戻して描き続ける', en: 'Take it back and go on drawing' },
  recalled: { ja: '取り戻しました。', en: 'It was taken back.' },
  approvedLead: {
    ja: '承認されました。反映すると、承認された文書が現状になります。',
    en: 'It is approved. Applied, exactly the documents that were approved become the estate.',
  },
  apply: { ja: '現状に反映する', en: 'Make it the estate' },
  applied: { ja: '現状に反映しました。', en: 'It is the estate now.' },
  withdraw: { ja: '取り下げる', en: 'Withdraw' },
  withdrawReason: { ja: '取り下げる理由', en: 'Why it is withdrawn' },
  withdrawn: { ja: '取り下げました。', en: 'It was withdrawn.' },
  behind: {
    ja: 'この設計を始めたあとで、現状が変わりました。',
    en: 'The estate has changed since this design was opened.',
  },
  refresh: { ja: '今の現状に合わせる', en: 'Bring it up to date' },
  refreshed: { ja: '今の現状に合わせました。', en: 'It is up to date.' },
  versions: { ja: '版', en: 'Versions' },
  noVersions: { ja: '版はまだありません。', en: 'No version yet.' },
  version: (count: number): Text => ({ ja: `第${number(count)}版`, en: `version ${number(count)}` }),
  pack: { ja: '審査資料（PDF）', en: 'Review pack (PDF)' },
  packAsItStands: { ja: '今の姿の審査資料（PDF）', en: 'Review pack as it stands (PDF)' },
  history: { ja: '経過', en: 'History' },
  inLedger: { ja: '台帳で確かめる', en: 'See it in the ledger' },
  sending: { ja: '送っています', en: 'Sending' },
  cancel: { ja: 'やめる', en: 'Cancel' },
  office: { ja: '設計審査', en: 'Design review' },
  approvedWhat: (digest: string): Text => ({
    ja: `設計のハッシュ ${digest} を承認`,
    en: `Approves the design of hash ${digest}`,
  }),
}
