import { instantText } from '../../platform/civil-time.ts'
import type { Language, Text } from '../../platform/text.ts'
import type {
  AuditEvidence,
  AuditFact,
  Effectiveness,
  Population,
  Request,
  TestResult,
} from './engagement.ts'
import type { SampleRule } from './sampling.ts'

/** What reports and screens of audits say, in both languages. */
export const auditWords = {
  report: { ja: '監査報告書', en: 'Audit report' },
  draft: { ja: '草稿（未提出）', en: 'Draft, not handed in' },
  waiting: { ja: '承認待ち', en: 'Waits for approval' },
  approvedState: { ja: '承認済み', en: 'Signed off' },
  version: (version: number): Text => ({ ja: `第${version}版`, en: `Version ${version}` }),
  summary: { ja: '総括', en: 'Summary' },
  scopeHead: { ja: '範囲・期間・基準', en: 'Scope, period and criteria' },
  clauses: { ja: '範囲（条項）', en: 'Scope (clauses)' },
  period: { ja: '対象期間', en: 'Period' },
  criteria: { ja: '基準', en: 'Criteria' },
  conclusions: { ja: '統制ごとの結論', en: 'Conclusions by control' },
  reasons: { ja: '結論の理由', en: 'Reasons of the conclusions' },
  clause: { ja: '条項', en: 'Clause' },
  control: { ja: '統制', en: 'Control' },
  design: { ja: '設計', en: 'Design' },
  operation: { ja: '運用', en: 'Operation' },
  tested: { ja: '確認', en: 'Tested' },
  deviations: { ja: '逸脱', en: 'Deviations' },
  reason: { ja: '理由', en: 'Reason' },
  populations: { ja: '母集団と標本', en: 'Populations and samples' },
  population: { ja: '母集団', en: 'Population' },
  kind: { ja: '数えるもの', en: 'What is counted' },
  items: { ja: '件数', en: 'Items' },
  sample: { ja: '標本', en: 'Sample' },
  sampleRule: { ja: '標本の決め方', en: 'How it was sized' },
  seed: { ja: '種', en: 'Seed' },
  results: { ja: '標本の確認結果', en: 'What was found at the samples' },
  item: { ja: '項目', en: 'Item' },
  result: { ja: '結果', en: 'Result' },
  remark: { ja: '所見', en: 'Remark' },
  evidence: { ja: '証跡', en: 'Evidence' },
  requests: { ja: '依頼', en: 'Requests' },
  what: { ja: '内容', en: 'What' },
  of: { ja: '依頼先', en: 'Asked of' },
  due: { ja: '期日', en: 'Due' },
  state: { ja: '状態', en: 'State' },
  answers: { ja: '回答', en: 'Answers' },
  findings: { ja: '指摘', en: 'Findings' },
  finding: { ja: '指摘番号', en: 'Finding' },
  verify: { ja: '台帳と検証の方法', en: 'The ledger, and how to verify this' },
  origin: { ja: '台帳の名', en: 'Ledger' },
  size: { ja: '母集団を定めた時の件数', en: 'Entries when the populations were fixed' },
  root: { ja: 'その時の根（RFC 6962）', en: 'Its root then (RFC 6962)' },
  steps: { ja: '経過', en: 'Steps' },
  index: { ja: '台帳の番号', en: 'Ledger index' },
  when: { ja: '日時', en: 'When' },
  who: { ja: '誰が', en: 'Who' },
  signatures: { ja: '作成と承認', en: 'Author and approval' },
  author: { ja: '作成', en: 'Handed in by' },
  approver: { ja: '承認', en: 'Signed off by' },
  digest: { ja: '署名した内容の SHA-256', en: 'SHA-256 of what was signed' },
  none: { ja: 'ない。', en: 'None.' },
  noneYet: { ja: '未', en: 'not yet' },
  effectiveness: {
    effective: { ja: '有効', en: 'Effective' },
    'not-effective': { ja: '有効でない', en: 'Not effective' },
    'not-tested': { ja: '確かめていない', en: 'Not tested' },
  } satisfies Record<Effectiveness, Text>,
  testResults: {
    holds: { ja: '基準どおり', en: 'Holds' },
    deviates: { ja: '逸脱', en: 'Deviates' },
  } satisfies Record<TestResult, Text>,
  kinds: {
    facts: { ja: '期間中に受け取った事実', en: 'Facts received in the period' },
    days: { ja: '期間中の各日の終わり', en: 'The end of each day of the period' },
  } satisfies Record<Population['kind'], Text>,
  requestStates: {
    asked: { ja: '回答待ち', en: 'Waits for an answer' },
    answered: { ja: '回答あり', en: 'Answered' },
    accepted: { ja: '受領', en: 'Accepted' },
    withdrawn: { ja: '取り下げ', en: 'Withdrawn' },
  } satisfies Record<Request['state'], Text>,
  stepNames: {
    'charter.audit.opened': { ja: '監査を開いた', en: 'Engagement opened' },
    'charter.audit.sampled': { ja: '標本を選んだ', en: 'Sample drawn' },
    'charter.audit.tested': { ja: '項目を確かめた', en: 'Item tested' },
    'charter.audit.requested': { ja: '依頼した', en: 'Request made' },
    'charter.audit.answered': { ja: '依頼に答えた', en: 'Request answered' },
    'charter.audit.settled': { ja: '依頼を片づけた', en: 'Request settled' },
    'charter.audit.concluded': { ja: '結論した', en: 'Control concluded on' },
    'charter.audit.raised': { ja: '指摘を起こした', en: 'Finding raised' },
    'charter.audit.reported': { ja: '報告書を提出した', en: 'Report handed in' },
    'charter.audit.approved': { ja: '報告書を承認した', en: 'Report signed off' },
    'charter.audit.reopened': { ja: '開き直した', en: 'Opened again' },
  } satisfies Record<AuditFact, Text>,
  rule: (rule: SampleRule): Text =>
    rule.kind === 'chosen'
      ? { ja: `${rule.size} 件（${rule.because}）`, en: `${rule.size} chosen: ${rule.because}` }
      : {
          ja: `${rule.size} 件（属性抽出、信頼度 ${rule.confidence} %、許容 ${rule.tolerable} %、予想逸脱 ${rule.expected} 件）`,
          en: `${rule.size} by attribute sampling (confidence ${rule.confidence}%, tolerable ${rule.tolerable}%, ${rule.expected} expected)`,
        },
  howExport: {
    ja: '台帳を書き出し、本体なしに検証する。書き出しの各行の初めの二語は番号と葉のハッシュであり、母集団の SHA-256 は、その項目の二語を一行ずつ並べたもののハッシュである。',
    en: 'Export the ledger and verify it without kensho. The first two words of each line are the index and the leaf hash; the SHA-256 of a population is that of these two words of each of its items, a line each.',
  },
  howSample: {
    ja: '標本は、種・統制・項目を改行でつないだものの SHA-256 が小さい順である。誰でも次の命令で選び直せる。',
    en: 'A sample is the items with the smallest SHA-256 of seed, control and item joined by line feeds. Everybody can draw it again:',
  },
} as const

export const COMMANDS = {
  verify: 'kensho ledger export --out ledger.txt && node verify.mjs ledger.txt',
  sample: `while read item; do printf '%s\\n%s\\n%s' "$SEED" "$CONTROL" "$item" | sha256sum | sed "s/-/$item/"; done < items | sort | head -n SIZE`,
} as const

export function periodText(from: string, until: string, zone: string, language: Language): string {
  const [start, end] = [instantText(Date.parse(from), zone), instantText(Date.parse(until), zone)]
  return language === 'ja' ? `${start.ja} から ${end.ja} の前まで` : `from ${start.en} until before ${end.en}`
}

/** Evidence in a word: a file with the beginning of its hash, or a place in the ledger. */
export function evidenceText(evidence: AuditEvidence, language: Language): string {
  if ('sha256' in evidence) return `${evidence.name} (${evidence.sha256.slice(0, 12)}…)`
  return language === 'ja' ? `台帳 ${evidence.fact} 番` : `ledger entry ${evidence.fact}`
}
