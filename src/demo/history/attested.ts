import type { Attestation } from '../../charter/attestation.ts'
import type { Text } from '../../platform/text.ts'
import { DAY, daysBefore, iso } from './calendar.ts'

/** What somebody of the demo operator looks at again and again. */
type Routine = {
  clause: string
  by: string
  /** Days from one look to the next, and for how many days each is valid. */
  everyDays: number
  validDays: number
  /** The first look was so many days ago, the last one so many. */
  firstDaysAgo: number
  lastDaysAgo: number
  noun: Text
  /** How many there are; with `swing`, by so many more or fewer from one time to the next. */
  total: number
  swing?: number
  said: (total: number) => Text
  file: string
}

/** A look that found something else than the routine says. */
type Episode = {
  clause: string
  /** The look nearest to so many days ago. */
  daysAgo: number
  verdict: 'pass' | 'fail'
  judged?: (total: number) => number
  objects: string[]
  statement: Text
}

const noun = (ja: string, en: string): Text => ({ ja, en })

const ROUTINES: readonly Routine[] = [
  routine('3.1', 'demo-approver', 30, 40, 222, 6, noun('変更', 'changes'), 22, 'review-log.csv', (n) => ({
    ja: `この期間の変更 ${n} 件すべてを、作成者以外が確認した。`,
    en: `All ${n} changes of the period were reviewed by somebody other than their author.`,
  }), 6),
  routine('3.2.1', 'demo-engineer', 30, 40, 215, 5, noun('テスト', 'tests'), 1480, 'automated-tests.xml', (n) => ({
    ja: `自動テスト ${n} 件を実行し、すべて合格した。`,
    en: `${n} automated tests ran, and all passed.`,
  }), 40),
  routine('3.2.2', 'demo-engineer', 60, 80, 210, 28, noun('機種', 'models'), 9, 'functional-tests.md', (n) => ({
    ja: `商用と同じ ${n} 機種の実機で、機能試験を終えた。`,
    en: `Functional tests were finished on all ${n} models that are in production.`,
  })),
  routine('3.2.3', 'demo-engineer', 60, 80, 205, 24, noun('試験項目', 'test items'), 64, 'integration-tests.md', (n) => ({
    ja: `商用と同等の環境で、結合試験 ${n} 項目を終えた。`,
    en: `${n} integration tests were finished in an environment equivalent to production.`,
  })),
  routine('3.2.3.1', 'demo-designer', 60, 80, 203, 24, noun('接続先', 'interfaces'), 3, 'data-exchange.md', (n) => ({
    ja: `網 ${n} 社との間で、データの授受を確かめた。`,
    en: `The exchange of data was confirmed with all ${n} carriers.`,
  })),
  routine('3.2.3.2', 'demo-engineer', 90, 120, 200, 41, noun('障害', 'failures'), 26, 'failure-tests.md', (n) => ({
    ja: `想定する ${n} の障害を起こし、切り替わりと復旧を確かめた。`,
    en: `${n} failures were caused on purpose, and switch-over and recovery confirmed.`,
  })),
  routine('3.2.3.3', 'demo-contractor', 90, 100, 196, 106, noun('対象', 'targets'), 61, 'vulnerability-scan.sarif', (n) => ({
    ja: `${n} 台を診断し、残った指摘はすべて期限内に直した。`,
    en: `${n} devices were scanned, and what was found was repaired in time.`,
  })),
  routine('3.2.4', 'demo-designer', 90, 120, 190, 33, noun('測定', 'measurements'), 12, 'performance.md', (n) => ({
    ja: `最繁時の 1.5 倍の負荷で ${n} 項目を測り、すべて基準を満たした。`,
    en: `${n} measurements at one and a half times the busy hour all met their criteria.`,
  })),
  routine('3.2.5', 'demo-engineer', 30, 40, 188, 9, noun('手順', 'procedures'), 7, 'rehearsal.md', (n) => ({
    ja: `導入手順 ${n} 件を予行し、手順を確定した。`,
    en: `${n} rollout procedures were rehearsed and settled.`,
  }), 2),
  routine('4.1', 'demo-approver', 30, 40, 218, 4, noun('リリース', 'releases'), 8, 'releases.csv', (n) => ({
    ja: `リリース ${n} 件すべてに、上長の承認がある。`,
    en: `All ${n} releases had the approval of a superior.`,
  }), 3),
  routine('4.2.1', 'demo-designer', 180, 200, 185, 5, noun('経路', 'paths'), 14, 'zero-day.md', (n) => ({
    ja: `管理網への ${n} 経路は、どれも一つの製品の欠陥だけでは通り抜けられない。`,
    en: `None of ${n} paths into the management network can be passed by a flaw in one product alone.`,
  })),
  routine('4.2.2', 'demo-controller', 60, 80, 208, 3, noun('アクセス権', 'access rights'), 148, 'rights.csv', (n) => ({
    ja: `アクセス権 ${n} 件を棚卸しし、すべて必要な人のものだった。`,
    en: `${n} access rights were taken stock of, and all belong to somebody who needs them.`,
  }), 4),
  routine('4.2.3', 'demo-controller', 15, 25, 210, 8, noun('日', 'days'), 15, 'access-log-check.csv', (n) => ({
    ja: `${n} 日分のアクセスログを点検し、説明のつかない操作はなかった。`,
    en: `The access logs of ${n} days were checked; every operation has an explanation.`,
  })),
  routine('4.3', 'demo-engineer', 15, 25, 220, 2, noun('機器', 'devices'), 61, 'backups.csv', (n) => ({
    ja: `機器 ${n} 台すべての設定を保存し、うち 3 台で復元を試した。`,
    en: `The configurations of all ${n} devices were backed up; three were restored as a trial.`,
  })),
  routine('4.4', 'demo-controller', 90, 120, 180, 12, noun('媒体', 'media'), 5, 'erasure.md', (n) => ({
    ja: `廃棄した媒体 ${n} 点は、消去の記録と製造番号が一致した。`,
    en: `For all ${n} discarded media the record of erasure matches the serial number.`,
  })),
  routine('4.5.1', 'demo-controller', 90, 120, 182, 14, noun('機器', 'devices'), 61, 'support.csv', (n) => ({
    ja: `機器 ${n} 台すべてに保守契約がある。`,
    en: `All ${n} devices are under a maintenance contract.`,
  })),
  routine('4.5.2', 'demo-controller', 180, 200, 176, 20, noun('契約', 'contracts'), 17, 'continuity.md', (n) => ({
    ja: `保守会社との契約 ${n} 件は、いずれも一年より長く続く。`,
    en: `All ${n} contracts with maintenance companies run for more than another year.`,
  })),
  routine('5.2.1', 'demo-responder', 15, 25, 221, 1, noun('機器', 'devices'), 61, 'monitoring.csv', (n) => ({
    ja: `機器 ${n} 台すべてから、計測値が届いている。`,
    en: `Measurements arrive from all ${n} devices.`,
  })),
  routine('5.2.2', 'demo-designer', 30, 40, 198, 7, noun('資源', 'resources'), 34, 'capacity.csv', (n) => ({
    ja: `資源 ${n} 件の使用率は、すべて基準を下回る。`,
    en: `The utilisation of all ${n} resources is below its threshold.`,
  })),
  routine('5.2.3', 'demo-responder', 15, 25, 200, 4, noun('網', 'carriers'), 3, 'traffic.csv', (n) => ({
    ja: `網 ${n} 社の通信量を毎分見ており、見逃した変化はなかった。`,
    en: `The traffic of ${n} carriers is watched every minute; no change was missed.`,
  })),
  routine('5.3.1', 'demo-responder', 60, 80, 192, 16, noun('障害', 'incidents'), 4, 'incidents.csv', (n) => ({
    ja: `障害 ${n} 件を、定めた基準のとおりに判定した。`,
    en: `${n} incidents were judged by the criteria that are laid down.`,
  })),
  routine('5.3.2', 'demo-controller', 60, 80, 192, 16, noun('障害', 'incidents'), 4, 'incident-roles.csv', (n) => ({
    ja: `障害 ${n} 件すべてで、指揮する人は復旧に手を出さなかった。`,
    en: `In all ${n} incidents, who led did not repair.`,
  })),
  routine('5.4', 'demo-controller', 30, 40, 212, 2, noun('勤務', 'shifts'), 93, 'shifts.csv', (n) => ({
    ja: `${n} の勤務に、穴はなかった。`,
    en: `None of ${n} shifts was left uncovered.`,
  })),
  routine('5.5.1', 'demo-engineer', 30, 40, 150, 6, noun('プログラム', 'programs'), 88, 'programs.csv', (n) => ({
    ja: `動いているプログラム ${n} 件は、すべて承認されたものと一致した。`,
    en: `All ${n} running programs are those that were approved.`,
  })),
  routine('5.5.2', 'demo-engineer', 30, 40, 120, 6, noun('機器', 'devices'), 61, 'drift.csv', (n) => ({
    ja: `機器 ${n} 台の設定は、すべて承認されたものと一致した。`,
    en: `The configurations of all ${n} devices are those that were approved.`,
  })),
] // prettier-ignore

const EPISODES: readonly Episode[] = [
  {
    clause: '4.3',
    daysAgo: 168,
    verdict: 'fail',
    objects: ['osaka1-core1'],
    statement: {
      ja: '大阪第一 コアルータ1 の設定が二日のあいだ保存されていなかった。',
      en: 'The configuration of Osaka 1 core router 1 was not backed up for two days.',
    },
  },
  {
    clause: '5.4',
    daysAgo: 152,
    verdict: 'fail',
    objects: ['night-shift'],
    statement: {
      ja: '夜勤の交替に 40 分の穴があった。',
      en: 'A change of the night shift left 40 minutes uncovered.',
    },
  },
  {
    clause: '5.2.1',
    daysAgo: 130,
    verdict: 'pass',
    judged: (total) => total - 3,
    objects: [],
    statement: {
      ja: '新しい 3 台の計測は、まだ始まっていない。',
      en: 'Three new devices are not measured yet.',
    },
  },
  {
    clause: '3.1',
    daysAgo: 96,
    verdict: 'fail',
    objects: ['CHG-0412'],
    statement: {
      ja: '変更 CHG-0412 を、作成者が自分で確認していた。',
      en: 'Change CHG-0412 was reviewed by its own author.',
    },
  },
  {
    clause: '4.2.2',
    daysAgo: 3,
    verdict: 'fail',
    objects: ['ops-legacy', 'vendor-setouchi', 'batch-2023'],
    statement: {
      ja: '三つのアカウント（ops-legacy、vendor-setouchi、batch-2023）に、責任を負う人がいない。',
      en: 'Three accounts (ops-legacy, vendor-setouchi, batch-2023) belong to nobody.',
    },
  },
  {
    clause: '4.5.1',
    daysAgo: 14,
    verdict: 'fail',
    objects: ['osaka1-nat1', 'osaka1-nat2'],
    statement: {
      ja: '大阪第一 アドレス変換装置1・2 の保守契約が切れた。後継機への入れ替えまで、予備機で備えている。',
      en: 'The contract for Osaka 1 address translators 1 and 2 has ended. Spares stand ready until they are replaced.',
    },
  },
]

function routine(
  clause: string,
  by: string,
  everyDays: number,
  validDays: number,
  firstDaysAgo: number,
  lastDaysAgo: number,
  counted: Text,
  total: number,
  file: string,
  said: Routine['said'],
  swing?: number,
): Routine {
  const given = {
    clause,
    by,
    everyDays,
    validDays,
    firstDaysAgo,
    lastDaysAgo,
    noun: counted,
    total,
    file,
    said,
  }
  return swing === undefined ? given : { ...given, swing }
}

/** One look: who, when it was received, what it says, and the text of its evidence. */
export type Look = {
  atMs: number
  by: string
  said: Omit<Attestation, 'evidence'>
  file: string
  evidence: string
}

/** Everything that people of the demo operator attested in the year up to now, oldest first; of these clauses only. */
export function looks(nowMs: number, clauses: ReadonlySet<string>): Look[] {
  const wanted = ROUTINES.filter(({ clause }) => clauses.has(clause))
  return wanted.flatMap((one) => looksOf(one, nowMs)).toSorted((one, other) => one.atMs - other.atMs)
}

/**
 * What they attest after that year, in its rhythm: everything due by `nowMs`, oldest first. What had lapsed by then has
 * nobody who looks at it, and stays expired.
 */
export function looksAfter(startedMs: number, nowMs: number, clauses: ReadonlySet<string>): Look[] {
  return ROUTINES.filter((one) => clauses.has(one.clause) && one.lastDaysAgo <= one.everyDays)
    .flatMap((one) => {
      const before = Math.floor((one.firstDaysAgo - one.lastDaysAgo) / one.everyDays) + 1
      const found: Look[] = []
      for (let again = 1; ; again++) {
        const place = { daysAgo: one.lastDaysAgo - again * one.everyDays, order: before + again - 1 }
        const look = lookOf(one, startedMs, place, undefined)
        if (look.atMs > nowMs) return found
        found.push(look)
      }
    })
    .toSorted((one, other) => one.atMs - other.atMs)
}

function looksOf(one: Routine, nowMs: number): Look[] {
  const days: number[] = []
  for (let day = one.lastDaysAgo; day <= one.firstDaysAgo; day += one.everyDays) days.unshift(day)
  const episodes = EPISODES.filter(({ clause }) => clause === one.clause)
  return days.map((daysAgo, order) => {
    const episode = episodes.find((each) => Math.abs(each.daysAgo - daysAgo) * 2 <= one.everyDays)
    return lookOf(one, nowMs, { daysAgo, order }, episode)
  })
}

function lookOf(
  one: Routine,
  nowMs: number,
  { daysAgo, order }: { daysAgo: number; order: number },
  episode: Episode | undefined,
): Look {
  const toMs = daysBefore(nowMs, daysAgo, 0)
  const total = one.total + Math.round((one.swing ?? 0) * Math.sin(order * 2.4 + one.clause.length))
  const statement = episode?.statement ?? one.said(total)
  const said: Look['said'] = {
    id: `demo-${one.clause}-${order + 1}`,
    clause: one.clause,
    verdict: episode?.verdict ?? 'pass',
    observed_from: iso(toMs - one.everyDays * DAY),
    observed_to: iso(toMs),
    effective: iso(toMs),
    valid_until: iso(toMs + one.validDays * DAY),
    population: { total, judged: episode?.judged?.(total) ?? total, noun: one.noun },
    statement,
    objects: episode?.objects ?? [],
  }
  return {
    atMs: daysBefore(nowMs, daysAgo, 10),
    by: one.by,
    said,
    file: one.file,
    evidence: evidenceOf(one, said),
  }
}

/** The evidence of a made-up operator is made up as well, and says so. */
function evidenceOf({ noun: counted }: Routine, said: Look['said']): string {
  const { total, judged } = said.population
  const rows = [
    'デモの証跡（架空） / Demo evidence (made up)',
    `条項 / clause: ${said.clause}`,
    `期間 / period: ${said.observed_from} – ${said.observed_to}`,
    `${counted.ja} / ${counted.en}: ${judged} / ${total}`,
    said.statement.ja,
    said.statement.en,
    ...said.objects.map((object) => `- ${object}`),
  ]
  return `${rows.join('\n')}\n`
}
