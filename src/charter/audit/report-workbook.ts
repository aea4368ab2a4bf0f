import type { Language, Text } from '../../platform/text.ts'
import type { XlsxCell, XlsxSheet, XlsxWorkbook } from '../../platform/xlsx.ts'
import { stateOf } from './report-document.ts'
import { testedItems, type ReportContent } from './report-reading.ts'
import { auditWords as words, COMMANDS, evidenceText, periodText } from './report-words.ts'

type Say = (text: Text) => string
type SheetOf = (content: ReportContent, say: Say, language: Language) => XlsxSheet

/** The working papers: everything of the engagement, a sheet for each part. Instants in the zone of the engagement. */
export function reportWorkbook(content: ReportContent, language: Language): XlsxWorkbook {
  const say: Say = (text) => text[language]
  const parts: SheetOf[] = [overview, conclusions, populations, samples, requests, findings, steps]
  return {
    title: `${say(words.report)} ${content.engagement.title}`,
    zone: content.engagement.zone,
    createdMs: content.madeMs,
    sheets: parts.map((part) => part(content, say, language)),
  }
}

const overview: SheetOf = (content, say, language) => {
  const { engagement, report, summary, operator, name } = content
  const { title, clauses, from, until, zone, criteria, ledger } = engagement
  return {
    name: say(words.report),
    header: [say(words.item), say(words.what)],
    widths: [32, 90],
    rows: [
      [say(words.report), title],
      ['', say(operator)],
      [
        say(words.state),
        `${say(words.version(report?.version ?? engagement.version))} ${say(stateOf(content))}`,
      ],
      [say(words.clauses), clauses.join(', ')],
      [say(words.period), periodText(from, until, zone, language)],
      [say(words.criteria), criteria],
      [say(words.summary), summary],
      [say(words.author), report === undefined ? '' : say(name(report.by))],
      [say(words.approver), report?.approval === undefined ? '' : say(name(report.approval.approver))],
      [say(words.digest), report?.digest],
      [say(words.origin), ledger.origin],
      [say(words.size), ledger.size],
      [say(words.root), ledger.root],
      [say(words.verify), say(words.howExport)],
      ['', COMMANDS.verify],
      ['', say(words.howSample)],
      ['', COMMANDS.sample],
    ],
  }
}

const conclusions: SheetOf = ({ engagement, conclusions: concluded, name }, say) => ({
  name: say(words.conclusions),
  header: [
    words.clause,
    words.control,
    words.what,
    words.design,
    words.reason,
    words.operation,
    { ja: '理由（運用）', en: 'Reason (operation)' },
    words.tested,
    words.deviations,
    words.who,
    words.when,
  ].map(say),
  widths: [8, 26, 40, 14, 50, 14, 50, 8, 8, 20, 20],
  rows: engagement.populations.map(({ clause, control, title }): XlsxCell[] => {
    const one = concluded.get(control)
    const head = [clause, control, say(title)]
    if (one === undefined) return [...head, say(words.noneYet), ...Array.from({ length: 7 }, () => undefined)]
    return [
      ...head,
      say(words.effectiveness[one.design]),
      one.design_reason,
      say(words.effectiveness[one.operation]),
      one.operation_reason,
      one.tested,
      one.deviations,
      say(name(one.by)),
      { atMs: Date.parse(one.at) },
    ]
  }),
})

const populations: SheetOf = ({ engagement, samples: drawn }, say) => ({
  name: say(words.populations),
  header: [
    words.control,
    words.kind,
    words.items,
    { ja: 'SHA-256', en: 'SHA-256' },
    words.sampleRule,
    words.seed,
  ].map(say),
  widths: [26, 34, 10, 66, 50, 48],
  rows: engagement.populations.map(({ control, kind, items, sha256 }) => {
    const sample = drawn.get(control)
    return [
      control,
      say(words.kinds[kind]),
      items,
      sha256,
      sample === undefined ? say(words.noneYet) : say(words.rule(sample.rule)),
      sample?.seed,
    ]
  }),
})

const samples: SheetOf = (content, say, language) => ({
  name: say(words.sample),
  header: [words.control, words.item, words.result, words.remark, words.evidence, words.who, words.when].map(
    say,
  ),
  widths: [26, 14, 14, 60, 40, 20, 20],
  rows: content.engagement.populations.flatMap(({ control }) =>
    testedItems(content, control).map(({ item, test }): XlsxCell[] => [
      control,
      item,
      test === undefined ? say(words.noneYet) : say(words.testResults[test.result]),
      test?.remark,
      test?.evidence.map((one) => evidenceText(one, language)).join('\n'),
      test === undefined ? undefined : say(content.name(test.by)),
      test === undefined ? undefined : { atMs: Date.parse(test.at) },
    ]),
  ),
})

const requests: SheetOf = ({ engagement, name }, say, language) => ({
  name: say(words.requests),
  header: [words.what, words.of, words.due, words.state, words.answers, words.remark].map(say),
  widths: [60, 20, 20, 16, 60, 40],
  rows: engagement.requests.map(({ what, of, due, state, answers, remark }) => [
    what,
    say(name(of)),
    { atMs: Date.parse(due) },
    say(words.requestStates[state]),
    answers
      .map((one) => [one.remark, ...one.evidence.map((each) => evidenceText(each, language))].join('\n'))
      .join('\n'),
    remark,
  ]),
})

const findings: SheetOf = ({ engagement, name }, say) => ({
  name: say(words.findings),
  header: [words.control, words.finding, words.who, words.when].map(say),
  widths: [26, 40, 20, 20],
  rows: engagement.findings.map(({ control, finding, by, at }) => [
    control,
    finding,
    say(name(by)),
    { atMs: Date.parse(at) },
  ]),
})

const steps: SheetOf = ({ steps: said, name }, say) => ({
  name: say(words.steps),
  header: [words.index, words.when, words.what, words.who].map(say),
  widths: [14, 20, 30, 24],
  rows: said.map(({ type, by, at, index }) => [
    index,
    { atMs: Date.parse(at) },
    say(words.stepNames[type]),
    say(name(by)),
  ]),
})
