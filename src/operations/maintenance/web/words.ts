import type { Text } from '../../../platform/text.ts'
import { number, plural } from '../../../web/message.ts'
import type { NoticeImpact, NoticeStatus } from '../notice.ts'

/** What the page of clause 5.1 says, in both languages. */
export const words = {
  title: { ja: 'メンテナンス', en: 'Maintenances' },
  mail: { ja: '届いた通知', en: 'Mail' },
  rail: { ja: '工事', en: 'Works' },
  lead: {
    ja: '社外の回線とサービスの工事が、いつ、何を失わせるか。届いたメールと、その読みも並べて確かめられる。',
    en: 'When work on external lines and services takes what away; and the mails that say so, beside how they were read.',
  },
  views: { ja: '表示', en: 'Views' },
  calendar: { ja: '予定', en: 'Calendar' },
  inbox: { ja: '届いた通知', en: 'Inbox' },
  overview: { ja: '今後400日', en: 'The next 400 days' },
  overviewSays: (windows: number, days: number): Text => ({
    ja:
      days === 0
        ? `作業は ${number(windows)} 件。役務が失われる日はありません。`
        : `作業は ${number(windows)} 件。役務、冗長、容量のいずれかが失われる日が ${number(days)} 日あります。`,
    en:
      days === 0
        ? `${plural(windows, 'window')}; nothing is lost on any day.`
        : `${plural(windows, 'window')}; on ${plural(days, 'day')} a service, its redundancy or its capacity is lost.`,
  }),
  lossDays: { ja: '失われるものがある日', en: 'Days on which something is lost' },
  shownDays: (from: Text, until: Text): Text => ({
    ja: `${from.ja} から ${until.ja} まで`,
    en: `${from.en} to ${until.en}`,
  }),
  earlier: { ja: '前の4週', en: 'Four weeks earlier' },
  later: { ja: '次の4週', en: 'Four weeks later' },
  today: { ja: '今日から', en: 'From today' },
  noWork: { ja: 'この期間に作業の予定はありません。', en: 'No work is announced for this time.' },
  kinds: {
    down: { ja: '停止', en: 'Down' },
    redundancy_lost: { ja: '冗長喪失', en: 'No redundancy' },
    below_capacity: { ja: '容量不足', en: 'Below capacity' },
  },
  notCertain: { ja: '未確定', en: 'not certain' },
  certainties: {
    certain: { ja: '確定', en: 'certain' },
    tentative: { ja: '仮', en: 'tentative' },
    review: { ja: '要確認', en: 'in review' },
  } satisfies Record<string, Text>,
  own: { ja: '自社', en: 'Own work' },
  backup: { ja: '予備日', en: 'backup day' },
  nothingLost: { ja: '失われるものはありません', en: 'nothing is lost' },
  remains: ({ ja, en }: Text, count: number): Text => ({
    ja: `残るのは ${ja}。${count > 1 ? 'どれか一つ' : 'これ'}が失われると止まる`,
    en: `What remains is ${en}; losing ${count > 1 ? 'any one of them' : 'it'} takes it down`,
  }),
  overloads: ({ ja, en }: Text, after: Text | undefined): Text => ({
    ja: `${after === undefined ? '' : `${after.ja} が失われると `}${ja} の容量を超える`,
    en: `${en} carries too much${after === undefined ? '' : ` once ${after.en} fails`}`,
  }),
  open: { ja: '分かっていないこと', en: 'What is not known' },
  unresolved: (said: string): Text => ({
    ja: `設備に登録がない回線があり、影響は不明：${said}`,
    en: `The estate holds no such line, so what it takes is unknown: ${said}`,
  }),
  withoutWindow: { ja: '日時が読めていません', en: 'No window could be read' },
  withoutLoads: {
    ja: '需要か回線の容量が登録されていないため、容量が足りるかは判定していません。',
    en: 'Without demands and capacities of links, whether capacity suffices is not judged.',
  },
  loadGround: (forecast: number, others: number): Text => ({
    ja:
      forecast === 0
        ? `容量は、登録された需要の波形による（需要 ${number(others)} 件。実績があれば予測になります）。`
        : `容量は、需要 ${number(forecast)} 件の実績からの予測と、${number(others)} 件の登録された波形による。`,
    en:
      forecast === 0
        ? `Capacity is judged by the declared profiles of ${plural(others, 'demand')}; what is measured of them would be carried on as a forecast.`
        : `Capacity is judged by the forecast of ${plural(forecast, 'demand')} from what was measured, and the declared profiles of ${number(others)}.`,
  }),
  notForecast: (from: string, to: string, { ja, en }: Text): Text => ({
    ja: `${from} から ${to} への需要は予測できず、登録された波形による：${ja}`,
    en: `The demand from ${from} to ${to} could not be forecast and follows its declared profile: ${en}`,
  }),
  withoutStanding: (names: string): Text => ({
    ja: `端点が分からず判定できない役務：${names}`,
    en: `Services that cannot be judged, as their endpoints are not known: ${names}`,
  }),
  received: { ja: '受信', en: 'Received' },
  from: { ja: '差出人', en: 'From' },
  subject: { ja: '件名', en: 'Subject' },
  state: { ja: '状態', en: 'State' },
  mailStates: {
    review: { ja: '要確認', en: 'Needs review' },
    read: { ja: '読めた', en: 'Read' },
    decided: { ja: '決定済み', en: 'Decided' },
    waiting: { ja: '読み取り待ち', en: 'Waits to be read' },
    password: { ja: 'パスワード待ち', en: 'Waits for the password' },
    failed: { ja: '読めない', en: 'Cannot be read' },
  },
  noMails: {
    ja: 'まだ通知は届いていません。通知用アドレスへの SMTP、IMAP、または .eml の登録で受け取ります。',
    en: 'No notice has come in yet. They come by SMTP to the notices address, by IMAP, or as .eml files.',
  },
  more: { ja: 'ほかに古いメールがあります。', en: 'There are older mails.' },
  noSubject: { ja: '（件名なし）', en: '(no subject)' },
  back: { ja: '一覧へ戻る', en: 'Back to the list' },
  mailText: { ja: 'メール', en: 'The mail' },
  howRead: { ja: '読み', en: 'How it was read' },
  reading: (at: number, of: number): Text => ({
    ja: of === 1 ? '読み' : `読み ${at} / ${of}`,
    en: of === 1 ? 'Reading' : `Reading ${at} of ${of}`,
  }),
  marks: {
    ja: '印は読みの根拠：番号、回線、日時。',
    en: 'Marked is what the reading rests on: number, lines, times.',
  },
  attachments: { ja: '添付', en: 'Attachments' },
  maintenanceNumber: { ja: '工事番号', en: 'Number' },
  noNumber: { ja: '番号なし', en: 'no number' },
  windows: { ja: '日時', en: 'Windows' },
  objects: { ja: '回線', en: 'Lines' },
  noObjects: { ja: '読めていません', en: 'none read' },
  notInEstate: { ja: '設備に登録なし', en: 'not in the estate' },
  sender: { ja: '差出人の確認', en: 'Sender' },
  senderKnown: (provider: string): Text => ({ ja: `${provider} と確認`, en: `proven to be ${provider}` }),
  senderOpen: {
    ja: '確認できない。この通知だけでは何も確定しない。',
    en: 'Not proven: nothing becomes certain by this mail alone.',
  },
  why: { ja: '理由', en: 'Why' },
  given: { ja: 'もっともらしい読み', en: 'The likeliest reading' },
  other: (at: number): Text => ({ ja: `別の読み ${at}`, en: `Other reading ${at}` }),
  choose: { ja: 'この読みに決める', en: 'Decide for this' },
  reject: { ja: '自社に関わらない、または偽物とする', en: 'Not ours, or not from whom it says' },
  because: { ja: '理由（任意）', en: 'Why (optional)' },
  lesson: {
    ja: '同じ差出人・同じ書式の読み方として、承認を求める',
    en: 'Put it forward as how to read mails of this sender and form',
  },
  chosenBecause: { ja: '原文を見て、この読みを選んだ。', en: 'Chosen after looking at the mail.' },
  rejectedBecause: { ja: '原文を見て、退けた。', en: 'Turned down after looking at the mail.' },
  chosen: { ja: '決めた読み', en: 'decided' },
  decidedNow: { ja: '決定しました。', en: 'Decided.' },
  decidedBy: (name: string): Text => ({ ja: `決定：${name}`, en: `Decided by ${name}` }),
  mayNot: {
    ja: '決めるには、通知の読みを決める権限が要ります。',
    en: 'It takes the right to decide what a notice says.',
  },
  story: { ja: '経過', en: 'What was said of it' },
  effects: { ja: '失われるもの', en: 'What is lost' },
  statuses: {
    TENTATIVE: { ja: '仮', en: 'Tentative' },
    CONFIRMED: { ja: '確定', en: 'Confirmed' },
    CANCELLED: { ja: '中止', en: 'Cancelled' },
    'IN-PROCESS': { ja: '作業中', en: 'In process' },
    COMPLETED: { ja: '完了', en: 'Completed' },
    'RE-SCHEDULED': { ja: '日時変更', en: 'Rescheduled' },
  } satisfies Record<NoticeStatus, Text>,
  impacts: {
    OUTAGE: { ja: '断', en: 'outage' },
    DEGRADED: { ja: '品質低下', en: 'degraded' },
    'REDUCED-REDUNDANCY': { ja: '冗長性低下', en: 'reduced redundancy' },
    'NO-IMPACT': { ja: '影響なし', en: 'no impact' },
  } satisfies Record<NoticeImpact, Text>,
} as const
