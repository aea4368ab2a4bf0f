import { civilAt, dateText, instantText } from '../../platform/civil-time.ts'
import type { PdfBlock, PdfDocument, PdfSpan } from '../../platform/pdf/document.ts'
import type { Language, Text } from '../../platform/text.ts'
import type { Effectiveness } from './engagement.ts'
import { testedItems, type ReportContent } from './report-reading.ts'
import { auditWords as words, COMMANDS, evidenceText, periodText } from './report-words.ts'

type Say = (text: Text) => string

/** The report as a document to be printed and signed. */
export function reportDocument(content: ReportContent, language: Language): PdfDocument {
  const say: Say = (text) => text[language]
  const { engagement, report, operator, madeMs } = content
  const state = stateOf(content)
  const title = `${say(words.report)} ${engagement.title}`
  const version = say(words.version(report?.version ?? engagement.version))
  const blocks = [
    ...summary(content, say),
    ...scope(content, language, say),
    ...conclusions(content, say),
    ...populations(content, say),
    ...results(content, language, say),
    ...requests(content, language, say),
    ...findings(content, say),
    ...signatures(content, language, say),
    ...verifying(content, language, say),
  ]
  return {
    language,
    title,
    subtitle: [say(operator), `${version}  ${say(state)}  ${instantText(madeMs, engagement.zone)[language]}`],
    author: say(content.name(report?.by ?? engagement.opened_by)),
    subject: periodText(engagement.from, engagement.until, engagement.zone, language),
    createdMs: madeMs,
    runningHead: `${say(operator)}  ${title}  ${version}  ${say(state)}`,
    blocks,
  }
}

export function stateOf({ report }: ReportContent): Text {
  if (report === undefined) return words.draft
  return report.approval === undefined ? words.waiting : words.approvedState
}

function summary({ summary: text, engagement, conclusions: concluded }: ReportContent, say: Say): PdfBlock[] {
  const count = (part: 'design' | 'operation', as: Effectiveness) =>
    String([...concluded.values()].filter((one) => one[part] === as).length)
  const row = (as: Effectiveness) => [
    say(words.effectiveness[as]),
    count('design', as),
    count('operation', as),
  ]
  return [
    { kind: 'heading', level: 1, text: `1  ${say(words.summary)}` },
    ...(text === '' ? [] : [{ kind: 'paragraph', text } as const]),
    {
      kind: 'table',
      empty: say(words.none),
      columns: [
        { head: say(words.result), share: 3 },
        { head: say(words.design), share: 1, align: 'end' },
        { head: say(words.operation), share: 1, align: 'end' },
      ],
      rows: [
        row('effective'),
        row('not-effective'),
        row('not-tested'),
        [say(words.noneYet), ...[0, 1].map(() => String(engagement.populations.length - concluded.size))],
      ],
    },
  ]
}

function scope({ engagement }: ReportContent, language: Language, say: Say): PdfBlock[] {
  const { clauses, from, until, zone, criteria } = engagement
  return [
    { kind: 'heading', level: 1, text: `2  ${say(words.scopeHead)}` },
    {
      kind: 'pairs',
      rows: [
        [say(words.clauses), clauses.join(language === 'ja' ? '、' : ', ')],
        [say(words.period), periodText(from, until, zone, language)],
        [say(words.criteria), criteria],
      ],
    },
  ]
}

function shown(effectiveness: Effectiveness | undefined, say: Say): PdfSpan[] {
  if (effectiveness === undefined) return [{ text: say(words.noneYet), colour: 'unknown' }]
  const text = say(words.effectiveness[effectiveness])
  if (effectiveness === 'not-effective') return [{ text, colour: 'fail', strong: true }]
  return [{ text, ...(effectiveness === 'not-tested' && { colour: 'unknown' as const }) }]
}

function conclusions({ engagement, conclusions: concluded }: ReportContent, say: Say): PdfBlock[] {
  const reasoned = engagement.populations.flatMap(({ control, title }): PdfBlock[] => {
    const one = concluded.get(control)
    if (one === undefined) return []
    return [
      { kind: 'heading', level: 3, text: `${control}  ${say(title)}` },
      {
        kind: 'pairs',
        rows: [
          [say(words.design), [...shown(one.design, say), { text: `  ${one.design_reason}` }]],
          [say(words.operation), [...shown(one.operation, say), { text: `  ${one.operation_reason}` }]],
        ],
      },
    ]
  })
  return [
    { kind: 'heading', level: 1, text: `3  ${say(words.conclusions)}` },
    {
      kind: 'table',
      empty: say(words.none),
      columns: [
        { head: say(words.clause), share: 1 },
        { head: say(words.control), share: 5 },
        { head: say(words.design), share: 2 },
        { head: say(words.operation), share: 2 },
        { head: say(words.tested), share: 1, align: 'end' },
        { head: say(words.deviations), share: 1, align: 'end' },
      ],
      rows: engagement.populations.map(({ clause, title, control }) => {
        const one = concluded.get(control)
        const counted = one === undefined ? ['', ''] : [String(one.tested), String(one.deviations)]
        return [clause, say(title), shown(one?.design, say), shown(one?.operation, say), ...counted]
      }),
    },
    ...(reasoned.length === 0 ? [] : [{ kind: 'heading', level: 2, text: say(words.reasons) } as const]),
    ...reasoned,
  ]
}

function populations({ engagement, samples }: ReportContent, say: Say): PdfBlock[] {
  const rows = engagement.populations.map(({ control, kind, items, sha256 }) => {
    const sample = samples.get(control)
    return [
      control,
      say(words.kinds[kind]),
      String(items),
      sha256,
      sample === undefined ? say(words.noneYet) : say(words.rule(sample.rule)),
    ]
  })
  const seeds = [...samples].map(([control, { seed }]) => [control, seed] as const)
  return [
    { kind: 'heading', level: 1, text: `4  ${say(words.populations)}` },
    {
      kind: 'table',
      empty: say(words.none),
      columns: [
        { head: say(words.control), share: 3, mono: true },
        { head: say(words.kind), share: 3 },
        { head: say(words.items), share: 1, align: 'end' },
        { head: 'SHA-256', share: 4, mono: true },
        { head: say(words.sample), share: 4 },
      ],
      rows,
    },
    {
      kind: 'table',
      caption: say(words.seed),
      empty: say(words.none),
      columns: [
        { head: say(words.control), share: 2, mono: true },
        { head: say(words.seed), share: 3, mono: true },
      ],
      rows: seeds,
    },
  ]
}

function results(content: ReportContent, language: Language, say: Say): PdfBlock[] {
  const { engagement } = content
  const rows = engagement.populations.flatMap(({ control }) =>
    testedItems(content, control).map(({ item, test }): (string | PdfSpan[])[] => [
      control,
      item,
      test === undefined
        ? [{ text: say(words.noneYet), colour: 'unknown' }]
        : [
            {
              text: say(words.testResults[test.result]),
              ...(test.result === 'deviates' && { colour: 'fail' as const }),
            },
          ],
      test?.remark ?? '',
      (test?.evidence ?? []).map((one) => evidenceText(one, language)).join('\n'),
    ]),
  )
  return [
    { kind: 'heading', level: 1, text: `5  ${say(words.results)}` },
    {
      kind: 'table',
      empty: say(words.none),
      columns: [
        { head: say(words.control), share: 3, mono: true },
        { head: say(words.item), share: 1.6, mono: true },
        { head: say(words.result), share: 1.6 },
        { head: say(words.remark), share: 5 },
        { head: say(words.evidence), share: 3 },
      ],
      rows,
    },
  ]
}

function requests({ engagement, name }: ReportContent, language: Language, say: Say): PdfBlock[] {
  const { zone } = engagement
  return [
    { kind: 'heading', level: 1, text: `6  ${say(words.requests)}` },
    {
      kind: 'table',
      empty: say(words.none),
      columns: [
        { head: say(words.what), share: 5 },
        { head: say(words.of), share: 2 },
        { head: say(words.due), share: 2.4 },
        { head: say(words.state), share: 2 },
        { head: say(words.answers), share: 4 },
      ],
      rows: engagement.requests.map(({ what, of, due, state, answers }) => [
        what,
        say(name(of)),
        // Due at the end of a day: the instant after it belongs to the next.
        dateText(civilAt(Date.parse(due) - 1, zone).date)[language],
        say(words.requestStates[state]),
        answers
          .map(({ remark, evidence }) =>
            [remark, ...evidence.map((one) => evidenceText(one, language))].join('\n'),
          )
          .join('\n'),
      ]),
    },
  ]
}

function findings({ engagement, name }: ReportContent, say: Say): PdfBlock[] {
  return [
    { kind: 'heading', level: 1, text: `7  ${say(words.findings)}` },
    {
      kind: 'table',
      empty: say(words.none),
      columns: [
        { head: say(words.control), share: 2, mono: true },
        { head: say(words.finding), share: 3, mono: true },
        { head: say(words.who), share: 2 },
      ],
      rows: engagement.findings.map(({ control, finding, by }) => [control, finding, say(name(by))]),
    },
  ]
}

function signatures({ engagement, report, name }: ReportContent, language: Language, say: Say): PdfBlock[] {
  const at = (instant: string) => instantText(Date.parse(instant), engagement.zone)[language]
  const { approval } = report ?? {}
  return [
    { kind: 'heading', level: 1, text: `8  ${say(words.signatures)}` },
    {
      kind: 'pairs',
      rows: [
        [
          say(words.author),
          report === undefined ? say(words.noneYet) : `${say(name(report.by))}  ${at(report.at)}`,
        ],
        [
          say(words.approver),
          approval === undefined
            ? say(words.noneYet)
            : `${say(name(approval.approver))}  ${at(approval.approved_at)}`,
        ],
        [say(words.digest), [{ text: report?.digest ?? say(words.noneYet), mono: true }]],
      ],
    },
  ]
}

function verifying({ engagement, steps, name }: ReportContent, language: Language, say: Say): PdfBlock[] {
  const { ledger, zone } = engagement
  return [
    { kind: 'heading', level: 1, text: `9  ${say(words.verify)}` },
    {
      kind: 'pairs',
      rows: [
        [say(words.origin), [{ text: ledger.origin, mono: true }]],
        [say(words.size), String(ledger.size)],
        [say(words.root), [{ text: ledger.root, mono: true }]],
      ],
    },
    { kind: 'paragraph', text: say(words.howExport) },
    { kind: 'code', text: COMMANDS.verify },
    { kind: 'paragraph', text: say(words.howSample) },
    { kind: 'code', text: COMMANDS.sample },
    {
      kind: 'table',
      caption: say(words.steps),
      empty: say(words.none),
      columns: [
        { head: say(words.index), share: 1.3, align: 'end' },
        { head: say(words.when), share: 3 },
        { head: say(words.what), share: 3 },
        { head: say(words.who), share: 3 },
      ],
      rows: steps.map(({ type, by, at, index }) => [
        index === undefined ? say(words.noneYet) : String(index),
        instantText(Date.parse(at), zone)[language],
        say(words.stepNames[type]),
        say(name(by)),
      ]),
    },
  ]
}
