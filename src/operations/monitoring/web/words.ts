import type { Text } from '../../../platform/text.ts'
import { number, plural } from '../../../web/message.ts'
import type { RefusedReason } from '../refused.ts'

export const words = {
  title: { ja: '監視の保存系列', en: 'Stored series' },
  rail: { ja: '監視', en: 'Series' },
  lead: (count: number, age: Text): Text => ({
    ja: `${number(count)} 本の系列を保存しています。最も新しい値は${age.ja}前のものです。`,
    en: `${plural(count, 'series', 'series')} ${count === 1 ? 'is' : 'are'} stored; the newest value came ${age.en} ago.`,
  }),
  leadNone: {
    ja: '系列はまだ一本もありません。Prometheus の remote_write をここへ向けると、容量の予測が実績を自ら読みます。',
    en: 'No series is stored yet. Point the remote_write of a Prometheus here, and forecasts of capacity read what was measured by themselves.',
  },
  notJudged: {
    ja: '網羅・しきい値・検知・知らせはまだ判定しません。系列があっても、条項 5.2 は示されません。',
    en: 'Coverage, thresholds, detection and alarms are not judged yet: series alone show nothing of clause 5.2.',
  },
  clause: { ja: '条項 5.2.1', en: 'Clause 5.2.1' },
  forecasts: { ja: '容量設計（予測）', en: 'Capacity (forecasts)' },
  table: { ja: '保存された系列', en: 'Stored series' },
  cut: (shown: number, found: number): Text => ({
    ja: `${number(found)} 本のうち、はじめの ${number(shown)} 本を示しています。絞り込んでください。`,
    en: `The first ${number(shown)} of ${number(found)} are shown. Narrow them down.`,
  }),
  series: { ja: '系列', en: 'Series' },
  kind: { ja: '種別', en: 'Kind' },
  kinds: {
    counter: { ja: '計数', en: 'counter' },
    gauge: { ja: '瞬時値', en: 'gauge' },
    histogram: { ja: '度数', en: 'histogram' },
    gaugehistogram: { ja: '度数（瞬時）', en: 'gauge histogram' },
    summary: { ja: '要約', en: 'summary' },
    info: { ja: '情報', en: 'info' },
    stateset: { ja: '状態', en: 'state set' },
    unknown: { ja: '不明', en: 'unknown' },
  } as Readonly<Record<string, Text>>,
  values: { ja: '値の数', en: 'Values' },
  last: { ja: '最後の値', en: 'Last value' },
  age: { ja: '最後の値から', en: 'Age' },
  since: { ja: 'はじめて届いた', en: 'First came' },
  ended: { ja: '送り手が終わりを告げた', en: 'ended by its sender' },
  none: { ja: 'なし', en: 'none' },
  seconds: (count: number): Text => ({ ja: `${number(count)} 秒`, en: `${number(count)} s` }),
  minutes: (count: number): Text => ({ ja: `${number(count)} 分`, en: `${number(count)} min` }),
  hours: (count: number): Text => ({ ja: `${number(count)} 時間`, en: `${number(count)} h` }),
  days: (count: number): Text => ({ ja: `${number(count)} 日`, en: plural(count, 'day') }),

  back: { ja: '一覧へ戻る', en: 'Back to the list' },
  reading: { ja: '読み方', en: 'Read as' },
  readings: {
    value: { ja: '値（五分平均）', en: 'Value (means of five minutes)' },
    rate: { ja: '毎秒の増加', en: 'Increase a second' },
    maximum: { ja: '一時間の最大', en: 'Highest of an hour' },
  },
  span: { ja: '期間', en: 'Time' },
  picture: (name: string, days: number, gaps: number): Text => ({
    ja: `${name} の最近 ${days} 日。欠測は ${number(gaps)} か所。`,
    en: `The last ${plural(days, 'day')} of ${name}, with ${plural(gaps, 'gap')}.`,
  }),
  gaps: (gaps: number, share: string): Text =>
    gaps === 0
      ? { ja: '欠測はありません。', en: 'Nothing is missing.' }
      : {
          ja: `帯は欠測です（${number(gaps)} か所、期間の ${share}）。`,
          en: `Bands are gaps (${number(gaps)}, ${share} of the time).`,
        },
  empty: { ja: 'この期間に値はありません。', en: 'There are no values in this time.' },
  figures: { ja: '数値', en: 'The figures' },
  time: { ja: '時刻', en: 'Time' },
  amount: { ja: '値', en: 'Value' },
  forecastIt: { ja: '予測に使う', en: 'Forecast it' },
  forecastWhy: {
    ja: '資源にこの一行を書くと、毎時、終わった日の値が予測に入ります。',
    en: 'With this line in a resource, days that are over go into its forecast every hour.',
  },
  forecastOnce: { ja: '一度だけ予測する。', en: 'To forecast it once:' },

  connect: { ja: 'Prometheus をつなぐ', en: 'Connect a Prometheus' },
  connectToken: {
    ja: 'トークンを作り、Prometheus の機械のファイルに置く。',
    en: 'Make a token and put it into a file on the machine of the Prometheus.',
  },
  connectBlock: {
    ja: 'prometheus.yml に書き加え、読み直させる。送る系列は regex で選ぶ。',
    en: 'Add this to prometheus.yml and let it be read again. The regex says which series are sent.',
  },
  connectThen: {
    ja: '値が届くと、この頁に自ら現れます。',
    en: 'As soon as values come, they appear on this page by themselves.',
  },
  bounds: (series: number, valueDays: number, hourDays: number): Text => ({
    ja: `上限は ${number(series)} 系列。届いたままの値は ${valueDays} 日、一時間ごとの値は ${number(hourDays)} 日残ります。`,
    en: `At most ${number(series)} series; values stay as they came for ${plural(valueDays, 'day')}, full hours for ${plural(hourDays, 'day')}.`,
  }),
  makeToken: { ja: 'トークンを作る', en: 'Make a token' },
  tokenLead: {
    ja: '値を送ることだけを許すトークン。あなたの名で作られ、退職すれば失効します。',
    en: 'It may send values and nothing else. It is yours, and ends with your time here.',
  },
  tokenName: { ja: '何のためのものか', en: 'What it is for' },
  tokenOnce: {
    ja: '一度だけ示します。閉じると二度と見られません。',
    en: 'It is shown this once, and never again after the page is left.',
  },
  tokenMade: { ja: 'トークンを作りました。', en: 'A token was made.' },

  refused: { ja: '受け付けなかった値（七日間）', en: 'What was not taken (seven days)' },
  refusedNone: {
    ja: 'この七日間、受け付けなかった値はありません。',
    en: 'Nothing was turned away in these seven days.',
  },
  reason: { ja: '理由', en: 'Why' },
  lastAt: { ja: '最後', en: 'Last' },
  example: { ja: 'その一例', en: 'One of them' },
  reasons: {
    unreadable: { ja: '読めない要求', en: 'Requests that cannot be read' },
    labels: { ja: '系列を名指さないラベル', en: 'Labels that name no series' },
    'too-old': { ja: '保存する期間より前の時刻', en: 'Older than is kept' },
    'too-new': { ja: '先の時刻（十分を超える）', en: 'More than ten minutes ahead' },
    'second-value': { ja: '同じ時刻の二つ目の値', en: 'A second value for one instant' },
    'series-limit': { ja: '系列の上限', en: 'Beyond the limit of series' },
    histogram: { ja: 'ネイティブヒストグラム', en: 'Native histograms' },
  } satisfies Record<RefusedReason, Text> as Readonly<Record<RefusedReason, Text>>,
} as const
