import type { Text } from '../../../platform/text.ts'
import { number, plural } from '../../../web/message.ts'

/** What the pages of 2.2 say, in both languages. */
export const words = {
  title: { ja: '容量設計', en: 'Capacity design' },
  rail: { ja: '容量', en: 'Capacity' },
  views: { ja: '見かた', en: 'Views' },
  wall: { ja: '発注期限', en: 'When to order' },
  load: { ja: '故障に耐える容量', en: 'Load that survives' },
  loadTitle: { ja: '故障に耐える容量', en: 'Load that survives failure' },
  judgedAt: (time: string): Text => ({ ja: `${time} に計算`, en: `computed ${time}` }),

  states: {
    late: { ja: '期限超過', en: 'Too late' },
    soon: { ja: '期限間近', en: 'Due soon' },
    ordered: { ja: '発注済み', en: 'On order' },
    open: { ja: '間に合う', en: 'In time' },
    never: { ja: '五年は足りる', en: 'Lasts five years' },
    unknown: { ja: '分からない', en: 'Cannot tell' },
  },
  summary: (late: number, soon: number, total: number): Text => ({
    ja:
      late > 0
        ? `資源 ${number(total)} 件のうち ${number(late)} 件は、発注の最後の日を過ぎました。${soon > 0 ? `ほかに ${number(soon)} 件の期限が 45 日以内に来ます。` : ''}`
        : soon > 0
          ? `資源 ${number(total)} 件のうち ${number(soon)} 件の期限が 45 日以内に来ます。`
          : `資源 ${number(total)} 件に、45 日以内に来る期限はありません。`,
    en:
      late > 0
        ? `Of ${plural(total, 'resource')}, ${number(late)} ${late === 1 ? 'has' : 'have'} passed the last day to order.${soon > 0 ? ` ${number(soon)} more ${soon === 1 ? 'is' : 'are'} due within 45 days.` : ''}`
        : soon > 0
          ? `Of ${plural(total, 'resource')}, ${number(soon)} ${soon === 1 ? 'is' : 'are'} due within 45 days.`
          : `No deadline falls within 45 days for any of ${plural(total, 'resource')}.`,
  }),
  wallLabel: { ja: '資源を発注期限の順に', en: 'Resources by the day on which to order' },
  of: { ja: 'うち', en: 'of' },
  now: { ja: 'いま', en: 'now' },
  noPeak: { ja: '実績なし', en: 'nothing measured' },
  owner: { ja: '責任者', en: 'Owner' },
  noOwner: { ja: '責任者がいない', en: 'Nobody owns it' },
  usage: { ja: '最近の最大 / 使える量', en: 'Recent peak / usable' },
  orderBy: { ja: '発注期限', en: 'Order by' },
  askBy: { ja: '予算の申請', en: 'Ask for the budget' },
  exhausts: { ja: '尽きる日', en: 'Runs out' },
  daysLeft: (days: number): Text =>
    days >= 0
      ? { ja: `あと ${number(days)} 日`, en: `${plural(days, 'day')} left` }
      : { ja: `${number(-days)} 日前`, en: `${plural(-days, 'day')} ago` },
  noDate: { ja: '間に合う日がない', en: 'No day works any more' },
  legend: {
    order: { ja: '発注期限', en: 'order by' },
    ask: { ja: '予算の申請', en: 'ask for the budget' },
    run: { ja: '尽きる日とその幅（95%）', en: 'runs out, with its 95% interval' },
    delivery: { ja: '承認された発注の納入', en: 'an approved order comes' },
    today: { ja: '今日', en: 'today' },
  },
  rowSays: (name: Text, state: Text, order: Text, run: Text): Text => ({
    ja: `${name.ja}：${state.ja}。発注期限 ${order.ja}、尽きる日 ${run.ja}。`,
    en: `${name.en}: ${state.en}. Order by ${order.en}; runs out ${run.en}.`,
  }),

  filter: { ja: '絞り込む', en: 'Narrow down' },
  everyOwner: { ja: 'すべての責任者', en: 'Every owner' },
  everyState: { ja: 'すべて', en: 'All' },
  found: (found: number, total: number): Text => ({
    ja: `${number(total)} 件のうち ${number(found)} 件`,
    en: `${number(found)} of ${plural(total, 'resource')}`,
  }),
  noneFound: { ja: 'この条件に合う資源はありません。', en: 'No resource is like that.' },
  clear: { ja: '条件を外す', en: 'Show all' },
  saveCsv: { ja: 'CSV で保存', en: 'Save as CSV' },
  nextKey: { ja: '次の資源', en: 'Next resource' },
  previousKey: { ja: '前の資源', en: 'Previous resource' },

  emptyTitle: { ja: 'まだ資源がありません', en: 'No resources yet' },
  emptyWhy: {
    ja: '回線の契約帯域、セッション、ライセンス、アドレスなど、尽きるものを resources に書くと、いつまでに発注すればよいかをここに並べます。',
    en: 'Write what can run out into resources: contracted bandwidth, sessions, licences, addresses. Each then stands here by the day on which to order.',
  },
  emptyWrite: {
    ja: '文書に資源を書き、実績の CSV（timestamp,value）を history で指す。',
    en: 'Write a resource into a document, and name the CSV of what was measured (timestamp,value) as its history.',
  },
  emptyApply: { ja: 'フォルダーを送る。', en: 'Send the folder.' },
  applyLine: { ja: 'bin/kensho apply フォルダー', en: 'bin/kensho apply FOLDER' },
  tooMany: {
    ja: '資源が多いため、その場では予測していません。夜間の予測を待つか、kensho capacity exhaust で確かめてください。',
    en: 'There are too many resources to be forecast at once. Wait for the forecast of the night, or use kensho capacity exhaust.',
  },

  back: { ja: '発注期限の一覧', en: 'All resources' },
  next: { ja: '次', en: 'Next' },
  previous: { ja: '前', en: 'Previous' },
  chart: { ja: '実績と予測', en: 'What was measured, and the forecast' },
  chartKeys: {
    ja: '左右の矢印キーで日を動かせます。',
    en: 'The left and right arrow keys move the day.',
  },
  measured: { ja: '実績（日ごとの最大）', en: 'measured (daily peak)' },
  forecast: { ja: '予測', en: 'forecast' },
  bands: { ja: '80%・95% の幅', en: '80% and 95% bands' },
  limit: { ja: '使える量', en: 'usable' },
  limitUnder: (failure: Text): Text => ({
    ja: `一重故障（${failure.ja}）でも足りる量`,
    en: `still enough when ${failure.en} fails`,
  }),
  comes: { ja: '発注が届く', en: 'order comes' },
  asForecast: { ja: '予測どおり', en: 'as forecast' },
  n1: { ja: 'N-1', en: 'N-1' },
  ceiling: { ja: '計測の上限', en: 'ceiling of what is measured' },
  earlier: { ja: '以前の予測', en: 'earlier forecast' },
  says: {
    never: (name: Text): Text => ({
      ja: `${name.ja} は、五年以内に尽きません。`,
      en: `${name.en} does not run out within five years.`,
    }),
    runs: (name: Text, date: Text, median: Text): Text => ({
      ja: `${name.ja} は ${date.ja} までは 97.5% の確かさで足ります。五分五分で尽きるのは ${median.ja} です。`,
      en: `With 97.5% certainty ${name.en} lasts until ${date.en}. It is as likely as not to have run out by ${median.en}.`,
    }),
    under: (failure: Text): Text => ({
      ja: `${failure.ja} が失われたときに先に尽きるため、その場合の日です。`,
      en: `That is the day while ${failure.en} has failed, which comes first.`,
    }),
    passed: (name: Text, date: Text): Text => ({
      ja: `${name.ja} は ${date.ja} に、既に足りなくなっています。`,
      en: `${name.en} has run out already, on ${date.en}.`,
    }),
    lower: {
      ja: '実績が上限に張り付いているため、予測は下限です。実際に尽きる日は、これより早いかもしれません。',
      en: 'What was measured stands at its ceiling, so the forecast is a lower bound: the true day may be earlier.',
    },
  },
  never: { ja: 'なし', en: 'never' },
  afterHorizon: { ja: '五年より先', en: 'after five years' },

  chain: { ja: '期限の連なり', en: 'The chain of deadlines' },
  chainLead: {
    ja: '尽きる日から、さかのぼって数えます。',
    en: 'Counted back from the day on which it runs out.',
  },
  links: {
    exhausts: { ja: '尽きる日', en: 'It runs out' },
    lead: { ja: 'ここまでに発注すれば間に合う', en: 'An order placed by here still comes in time' },
    deadline: { ja: '間に合う最後の締切日', en: 'The last deadline that still works' },
    buffer: { ja: '発注期限', en: 'Order by' },
    approval: { ja: '予算の申請期限', en: 'Ask for the budget by' },
  },
  why: {
    exhausts: () => ({ ja: '予測による', en: 'by the forecast' }),
    lead: (days: number): Text => ({ ja: `納期 ${number(days)} 日`, en: `lead time ${plural(days, 'day')}` }),
    deadline: (days: number): Text => ({
      ja: `締切日まで ${number(days)} 日`,
      en: `${plural(days, 'day')} back to the deadline`,
    }),
    buffer: (days: number): Text => ({
      ja: `余裕 ${number(days)} 日`,
      en: `a buffer of ${plural(days, 'day')}`,
    }),
    approval: (days: number): Text => ({
      ja: `予算の承認に ${number(days)} 日`,
      en: `${plural(days, 'day')} for the budget`,
    }),
  },
  chainNone: {
    ja: '納期（lead_time_days）が分からないため、発注期限を数えられません。',
    en: 'Without a lead time (lead_time_days) the day to order cannot be counted.',
  },
  chainNever: { ja: '尽きないので、期限はありません。', en: 'It does not run out, so there is no deadline.' },
  chainBroken: {
    ja: 'この日より前の締切日は、もう残っていません。',
    en: 'No deadline before this day is left.',
  },
  orderUnits: (units: number, amount: string): Text => ({
    ja: `次の契約期間の終わりまで足りるには ${number(units)} 単位（${amount}）`,
    en: `${plural(units, 'unit')} (${amount}) to last to the end of the next term`,
  }),

  facts: { ja: '資源', en: 'The resource' },
  maximum: { ja: '上限', en: 'Maximum' },
  reserve: { ja: '予備', en: 'Reserve' },
  usable: { ja: '使える量', en: 'Usable' },
  peak: { ja: '最近 7 日の最大', en: 'Peak of the last 7 days' },
  peakKind: { ja: '一日の値', en: 'What of a day counts' },
  peakKinds: {
    maximum: { ja: '最大値', en: 'its highest value' },
    'busy-hour': { ja: '最繁時（最も多い一時間の平均）', en: 'its busy hour (highest mean of an hour)' },
    p99: { ja: '99 パーセンタイル', en: '99th percentile' },
    p95: { ja: '95 パーセンタイル', en: '95th percentile' },
    p90: { ja: '90 パーセンタイル', en: '90th percentile' },
  },
  resets: { ja: '計数の戻り', en: 'Counter is cleared' },
  monthly: { ja: '毎月一日に 0 に戻る', en: 'on the first of each month' },
  ranges: { ja: '範囲', en: 'Ranges' },
  rangesAre: (count: number, amount: Text): Text => ({
    ja: `${number(count)} 件の範囲から数えて ${amount.ja}`,
    en: `${amount.en}, counted from ${plural(count, 'range')}`,
  }),
  moreRanges: (count: number): Text => ({ ja: `ほか ${number(count)} 件`, en: `${number(count)} more` }),
  rangeSpace: { ja: '番号空間', en: 'Numbering space' },
  checkDigit: { ja: '検査数字', en: 'Check digit' },
  luhn: { ja: '最後の一桁（Luhn）', en: 'the last digit (Luhn)' },
  form: {
    change: { ja: '資源を変える', en: 'Change the resource' },
    add: { ja: '資源を加える', en: 'Add a resource' },
    lead: {
      ja: '設計案として開きます。別の人が承認し、反映したときに現状になります。',
      en: 'This opens a design. It becomes the estate once another has approved it and it is applied.',
    },
    open: { ja: '設計案を開く', en: 'Open the design' },
    opened: { ja: '設計案を開きました。', en: 'The design was opened.' },
    nothing: { ja: '何も変わっていません。', en: 'Nothing was changed.' },
    changeTitle: (name: Text): Text => ({
      ja: `資源「${name.ja}」の変更`,
      en: `Change of the resource ${name.en}`,
    }),
    addTitle: (id: string): Text => ({ ja: `資源 ${id} の追加`, en: `The new resource ${id}` }),
    none: { ja: 'なし', en: 'none' },
    id: { ja: '識別子', en: 'Identifier' },
    name: { ja: '名前', en: 'Name' },
    unit: { ja: '単位', en: 'Unit' },
    kindHint: {
      ja: 'bandwidth、sessions、licences、nat、addresses、numbers、cpu、storage など',
      en: 'bandwidth, sessions, licences, nat, addresses, numbers, cpu, storage, …',
    },
    maximumHint: {
      ja: '範囲を書く場合は空のまま。範囲から数えます。',
      en: 'Left empty where there are ranges: it is counted from them.',
    },
    rangesHint: {
      ja: '一行に一つ。09012340000-09012349999、203.0.113.0/24、2001:db8::/40 in /56（/56 を払い出す数）',
      en: 'One a line: 09012340000-09012349999, 203.0.113.0/24, or 2001:db8::/40 in /56 where /56 are handed out',
    },
    spaceHint: {
      ja: '同じ番号を別に使う VRF や番号計画の名。空なら、すべての資源で重なりを認めません。',
      en: 'The VRF or numbering plan, where the same numbers stand again elsewhere. Empty: no two resources may share any.',
    },
    peakHint: {
      ja: '予測と発注期限は、この値の伸びから求めます。',
      en: 'The forecast and the day to order follow from how this grows.',
    },
    resetsHint: {
      ja: '月ごとの割当のように積み上がる実績のとき。上限は一か月の量です。',
      en: 'Where the history counts up, as a quota does; the maximum is then for a month.',
    },
    ceilingHint: {
      ja: '計測がこれより上を示せないとき（帯域制御など）。予測は下限になります。',
      en: 'Where the series cannot show more, as by shaping: forecasts are lower bounds then.',
    },
    history: { ja: '実績の CSV', en: 'CSV of what was measured' },
    historyHint: {
      ja: 'timestamp,value。文書からの相対パス。設計案に文書を送るときに一緒に送れます。',
      en: 'timestamp,value; its path beside the document. It can be sent to the design.',
    },
    leadTime: { ja: '納期（日）', en: 'Lead time (days)' },
    buffer: { ja: '余裕（日）', en: 'Buffer (days)' },
    approval: { ja: '予算の承認（日）', en: 'Approval of the budget (days)' },
    term: { ja: '最低契約期間（月）', en: 'Minimum term (months)' },
    deadlinesHint: { ja: '一行に一日。2027-01-25', en: 'One day a line: 2027-01-25' },
  },
  stored: {
    series: { ja: '監視の保存系列', en: 'Stored series' },
    seriesHint: {
      ja: 'CSV の代わり。ifHCInOctets{instance="r1",ifName="xe-0/0/0"} のように、ちょうど一本を指します。',
      en: 'Instead of a CSV. It must mean exactly one, as ifHCInOctets{instance="r1",ifName="xe-0/0/0"} does.',
    },
    as: { ja: '系列の読み方', en: 'The series is read as' },
    value: { ja: '値', en: 'its value' },
    rate: { ja: '計数の毎秒の増加', en: 'the increase a second of a counter' },
    times: { ja: '係数', en: 'Times' },
    timesHint: { ja: 'オクテットから Mbit/s へは 0.000008', en: '0.000008 makes octets a second Mbit/s' },
    look: { ja: '監視の保存系列を見る', en: 'Look at the stored series' },
  },
  leadTime: { ja: '納期', en: 'Lead time' },
  days: (days: number): Text => ({ ja: `${number(days)} 日`, en: plural(days, 'day') }),
  months: (months: number): Text => ({ ja: `${number(months)} か月`, en: plural(months, 'month') }),
  orderUnit: { ja: '発注の単位', en: 'Order unit' },
  cost: { ja: '費用の刻み', en: 'Cost step' },
  term: { ja: '最低契約期間', en: 'Minimum term' },
  kind: { ja: '種類', en: 'Kind' },
  belongs: { ja: '属するもの', en: 'Belongs to' },
  observed: { ja: '最後の計測', en: 'Last measured' },
  unknown: { ja: '不明', en: 'not known' },
  deadlines: { ja: '締切日', en: 'Deadlines' },
  anyDay: { ja: 'いつでも', en: 'any day' },

  method: { ja: 'この予測の理由', en: 'Why this forecast' },
  cannot: { ja: '予測できません', en: 'Nothing can be forecast' },
  table: { ja: '月ごとの数値', en: 'The figures by month' },
  date: { ja: '日', en: 'Day' },
  median: { ja: '五分五分', en: 'Even chance' },
  lower: { ja: '下限（95%）', en: 'Lower (95%)' },
  upper: { ja: '上限（95%）', en: 'Upper (95%)' },
  actual: { ja: '実績', en: 'Measured' },

  against: { ja: '予測と、来たもの', en: 'What was forecast, and what came' },
  againstNone: {
    ja: '以前の予測はまだありません。予測は毎晩、実績が変わるごとに一度、台帳に残ります。',
    en: 'There is no earlier forecast yet. Each night one is put into the ledger wherever the history has changed.',
  },
  madeOn: { ja: '予測した日', en: 'Forecast made' },
  saidExhausts: { ja: '尽きると言った日', en: 'Said it would run out' },
  saidOrder: { ja: '発注期限', en: 'Order by' },
  inside: { ja: '95% の幅に収まった', en: 'Inside the 95% band' },
  insideOf: (inside: number, compared: number): Text => ({
    ja: `${number(compared)} 点のうち ${number(inside)} 点`,
    en: `${number(inside)} of ${plural(compared, 'point')}`,
  }),
  notYet: { ja: 'まだ比べられない', en: 'nothing to compare yet' },
  lean: { ja: '実績のずれ', en: 'What came, on average' },
  leanBy: (share: string, more: boolean): Text => ({
    ja: `予測より ${share} ${more ? '多い' : '少ない'}`,
    en: `${share} ${more ? 'more' : 'less'} than forecast`,
  }),
  againstTable: { ja: '以前の予測の表', en: 'Table of earlier forecasts' },
  underFailure: (failure: Text): Text => ({
    ja: `${failure.ja} の故障時`,
    en: `while ${failure.en} has failed`,
  }),
  overlay: { ja: '図に重ねる', en: 'Lay over the chart' },
  overlaid: { ja: '図から外す', en: 'Take off the chart' },

  plans: { ja: '増設計画', en: 'Plans' },
  plansLead: {
    ja: '計画は、起案した人とは別の人が承認すると発注として数えられます。届くはずの日を過ぎても届いたと記録されなければ、数えられなくなります。',
    en: 'A plan counts as an order once another than its author has approved it. Past its day it counts no longer until somebody records that it came.',
  },
  noPlans: { ja: 'この資源の計画はまだありません。', en: 'There is no plan for this resource yet.' },
  planStates: {
    waiting: { ja: '承認待ち', en: 'waits for approval' },
    approved: { ja: '承認済み', en: 'approved' },
    overdue: { ja: '届いていない', en: 'overdue' },
    delivered: { ja: '届いた', en: 'came' },
    withdrawn: { ja: '取り下げ', en: 'withdrawn' },
  },
  version: (version: number): Text => ({ ja: `第 ${version} 版`, en: `version ${version}` }),
  planAmount: { ja: '量', en: 'Amount' },
  orderOn: { ja: '発注する日', en: 'Ordered on' },
  delivered: { ja: '使えるようになる日', en: 'Usable from' },
  planCost: { ja: '費用', en: 'Cost' },
  reason: { ja: '理由', en: 'Why' },
  author: { ja: '起案', en: 'Put forward by' },
  approver: { ja: '承認', en: 'Approved by' },
  foreseen: { ja: '起案したときの予測', en: 'Forecast when it was put forward' },
  foreseenSays: (date: Text, order: Text): Text => ({
    ja: `${date.ja} に尽きる、発注期限 ${order.ja}`,
    en: `runs out ${date.en}, order by ${order.en}`,
  }),
  came: { ja: '届いたもの', en: 'What came' },
  cameSays: (amount: string, date: Text, late: number): Text => ({
    ja: `${date.ja} に ${amount}${late === 0 ? '（計画どおりの日）' : late > 0 ? `（${number(late)} 日遅れ）` : `（${number(-late)} 日早い）`}`,
    en: `${amount} on ${date.en}${late === 0 ? ', on the day that was planned' : late > 0 ? `, ${plural(late, 'day')} late` : `, ${plural(-late, 'day')} early`}`,
  }),
  earlierVersions: { ja: '以前の版', en: 'Earlier versions' },
  inLedger: { ja: '台帳', en: 'Ledger' },
  propose: { ja: '増設を計画する', en: 'Plan an enlargement' },
  amend: { ja: '次の版を起案する', en: 'Put the next version forward' },
  proposeDo: { ja: '起案する', en: 'Put forward' },
  proposeLead: {
    ja: '起案すると承認待ちになります。承認できるのは、書いていない人だけです。',
    en: 'It then waits for approval, which only somebody who did not write it can give.',
  },
  amountHint: (unit: Text, step: number | undefined): Text => ({
    ja: step === undefined ? `単位は ${unit.ja}` : `単位は ${unit.ja}、${number(step)} ずつ`,
    en: step === undefined ? `in ${unit.en}` : `in ${unit.en}, in steps of ${number(step)}`,
  }),
  proposed: { ja: '起案しました。承認を待っています。', en: 'Put forward. It waits for approval.' },
  approved: { ja: '承認しました。', en: 'Approved.' },
  withdraw: { ja: '取り下げる', en: 'Withdraw' },
  withdrawAsk: {
    ja: '取り下げると、この計画は発注として数えられなくなります。',
    en: 'Once withdrawn, the plan no longer counts as an order.',
  },
  withdrawn: { ja: '取り下げました。', en: 'Withdrawn.' },
  deliver: { ja: '届いたと記録する', en: 'Record that it came' },
  deliverLead: {
    ja: '実際に使えるようになった日と量を記録します。',
    en: 'The day on which it could really be used, and how much it was.',
  },
  cameOn: { ja: '届いた日', en: 'Came on' },
  cameAmount: { ja: '届いた量', en: 'Amount that came' },
  recorded: { ja: '記録しました。', en: 'Recorded.' },
  record: { ja: '記録する', en: 'Record' },
} satisfies Record<string, unknown>
