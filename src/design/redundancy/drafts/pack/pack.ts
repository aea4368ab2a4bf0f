import { saidAt } from '../../../../charter/instant.ts'
import type { Verdict } from '../../../../charter/verdict.ts'
import type { Tolerance } from '../../../../estate/network.ts'
import type { PdfBlock, PdfDocument, PdfInline } from '../../../../platform/pdf/document.ts'
import type { Language, Text } from '../../../../platform/text.ts'
import type { RedundancyReport, SinglePoint } from '../../report.ts'
import type { DraftPage } from '../page.ts'
import { EVENT_TEXTS, STATE_TEXTS } from '../told.ts'
import { pictureOf } from './picture.ts'
import { VERDICTS, words } from './words.ts'

/** What a pack is made of beside the page of its draft. */
export type PackInput = {
  page: DraftPage
  /** The report with pairs; without them where the network is too large for that here. */
  report: RedundancyReport
  pairsLeftOut?: number
  tolerances: { service: Text; risk: string; terms?: Tolerance; approver?: Text }[]
  documents: { path: string; before: string | null; after: string | null }[]
  version?: { number: number; digest: string }
  operator: Text
  zone: string
  language: Language
}

const ROWS_MAX = 400
const DIES_MAX = 12

/** The review pack of a design: what it changes, what remains with a witness for each, and who reviewed it. */
export function packOf(input: PackInput): PdfDocument {
  const { page, language, operator, version, zone } = input
  const say = (text: Text): string => text[language]
  const { draft } = page
  const which = version === undefined ? words.asItStands : words.version(version.number)
  return {
    language,
    title: draft.title,
    subtitle: [`${say(words.kind)} ・ ${say(which)}`, say(operator), say(saidAt(Date.parse(page.at), zone))],
    author: say(draft.author_name),
    subject: say(words.kind),
    createdMs: Date.parse(page.at),
    runningHead: `${draft.title} ・ ${say(which)}`,
    blocks: [
      ...summary(input, say),
      ...picture(input, say),
      ...services(input, say),
      ...witnesses(input, say),
      ...tolerated(input, say),
      ...openQuestions(input, say),
      ...difference(input, say),
      ...review(input, say),
      ...pairs(input, say),
    ],
  }
}

type Say = (text: Text) => string

function heading(say: Say, text: Text): PdfBlock {
  return { kind: 'heading', level: 1, text: say(text) }
}

function nameIn({ page }: PackInput, say: Say): (id: string) => string {
  const { nodes, links, risks, groups, services } = page.network
  const { removed } = page.drawn
  const named = new Map(
    [...removed.nodes, ...removed.links, ...services, ...groups, ...risks, ...links, ...nodes].map(
      (thing) => [thing.id, thing],
    ),
  )
  return (id) => {
    const { name, name_en } = named.get(id) ?? {}
    return name === undefined ? id : say({ ja: name, en: name_en ?? name })
  }
}

function verdictWord(say: Say, verdict: Verdict | null): string {
  return verdict === null ? '—' : say(VERDICTS[verdict])
}

function summary({ page, zone }: PackInput, say: Say): PdfBlock[] {
  const { draft, outcome } = page
  const { before, after } = outcome.counts
  const rows = (['nodes', 'links', 'risks', 'groups'] as const).map((kind) => [
    say(words[kind]),
    String(before[kind]),
    String(after[kind]),
  ])
  return [
    heading(say, words.summary),
    {
      kind: 'pairs',
      rows: [
        [say(words.reason), draft.reason === '' ? '—' : draft.reason],
        [
          say(words.author),
          `${say(draft.author_name)} ・ ${say(saidAt(Date.parse(draft.created_at), zone))}`,
        ],
        [say(words.state), say(STATE_TEXTS[draft.state])],
        [
          say(words.verdict),
          words.turns(verdictWord(say, outcome.verdict.before), verdictWord(say, outcome.verdict.after)),
        ],
      ],
    },
    {
      kind: 'table',
      columns: [
        { head: say(words.count), share: 3 },
        { head: say(words.before), share: 2, align: 'end' },
        { head: say(words.after), share: 2, align: 'end' },
      ],
      rows: [[say(words.singlePoints), String(before.single_points), String(after.single_points)], ...rows],
      empty: '—',
    },
  ]
}

function picture(input: PackInput, say: Say): PdfBlock[] {
  const { nodes, links } = input.page.network
  const caption = words.pictureCaption(nodes.length, links.length)
  const drawing = pictureOf(input.page, say, nameIn(input, say), caption)
  return drawing === undefined ? [] : [heading(say, words.picture), drawing]
}

function services(input: PackInput, say: Say): PdfBlock[] {
  const nameOf = nameIn(input, say)
  const listed = (points: readonly { id: string }[]): string => {
    if (points.length === 0) return say(words.none)
    const shown = points.slice(0, DIES_MAX).map(({ id }) => nameOf(id))
    const more = points.length > DIES_MAX ? [say(words.more(points.length - DIES_MAX))] : []
    return [...shown, ...more].join(say({ ja: '、', en: ', ' }))
  }
  return [
    heading(say, words.services),
    {
      kind: 'table',
      columns: [
        { head: say(words.service), share: 3 },
        { head: say(words.verdict), share: 3 },
        { head: say(words.gained), share: 3 },
        { head: say(words.lost), share: 3 },
        { head: say(words.kept), share: 3 },
      ],
      rows: input.page.outcome.services
        .slice(0, ROWS_MAX)
        .map((service) => [
          nameOf(service.id),
          [
            verdictWord(say, service.before),
            ' → ',
            verdictWord(say, service.after),
            service.broken === true ? ` (${say(words.broken)})` : '',
          ].join(''),
          listed(service.gained),
          listed(service.lost),
          listed(service.kept),
        ]),
      empty: say(words.noServices),
    },
    ...rest(input.page.outcome.services.length, say),
  ]
}

function rest(count: number, say: Say): PdfBlock[] {
  return count <= ROWS_MAX
    ? []
    : [{ kind: 'paragraph', text: say(words.more(count - ROWS_MAX)), quiet: true }]
}

function witnesses(input: PackInput, say: Say): PdfBlock[] {
  const all = input.report.services.flatMap((service) =>
    service.single_points.map((point) => ({ service: service.id, point })),
  )
  const nameOf = nameIn(input, say)
  return [
    heading(say, words.witnesses),
    ...(all.length === 0
      ? []
      : ([
          { kind: 'paragraph', text: say(words.witnessLead) },
          { kind: 'code', text: 'kensho redundancy . --json' },
        ] satisfies PdfBlock[])),
    {
      kind: 'table',
      columns: [
        { head: say(words.singlePoints), share: 3 },
        { head: say(words.service), share: 2 },
        { head: say(words.dies), share: 4 },
        { head: say(words.lostEnds), share: 4 },
      ],
      rows: all.slice(0, ROWS_MAX).map(({ service, point }) => [
        [
          { text: nameOf(point.id), strong: true, colour: 'fail' },
          { text: `\n${point.id}`, mono: true, colour: 'soft' },
        ],
        nameOf(service),
        diesText(point, nameOf, say),
        lostText(point, nameOf, say),
      ]),
      empty: say(words.noPoints),
    },
    ...rest(all.length, say),
  ]
}

function diesText({ id, witness }: SinglePoint, nameOf: (id: string) => string, say: Say): string {
  const others = witness.dies.filter((one) => one.id !== id)
  if (others.length === 0) return say(words.none)
  const shown = others.slice(0, DIES_MAX).map((one) => nameOf(one.id))
  const more = others.length > DIES_MAX ? [say(words.more(others.length - DIES_MAX))] : []
  return [...shown, ...more].join(say({ ja: '、', en: ', ' }))
}

function lostText({ witness }: SinglePoint, nameOf: (id: string) => string, say: Say): PdfInline {
  const { lost, reachable } = witness
  const ends = lost.to === undefined ? nameOf(lost.from) : `${nameOf(lost.from)} – ${nameOf(lost.to)}`
  const reach = reachable.count > 0 ? `\n${say(words.reach(reachable.count))}` : ''
  return [{ text: ends }, { text: reach, colour: 'soft' }]
}

function pairs(input: PackInput, say: Say): PdfBlock[] {
  if (input.pairsLeftOut !== undefined)
    return [
      heading(say, words.pairs),
      { kind: 'paragraph', text: say(words.pairsLeftOut(input.pairsLeftOut)), quiet: true },
    ]
  const nameOf = nameIn(input, say)
  const all = input.report.services.flatMap((service) =>
    (service.minimal_pairs ?? []).map((pair) => ({ service: service.id, pair })),
  )
  const isCut = input.report.services.some((service) => service.minimal_pairs_cut_off === true)
  return [
    heading(say, words.pairs),
    {
      kind: 'table',
      columns: [
        { head: say(words.service), share: 3 },
        { head: say(words.pair), share: 8 },
      ],
      rows: all
        .slice(0, ROWS_MAX)
        .map(({ service, pair }) => [nameOf(service), pair.map(nameOf).join(' ＋ ')]),
      empty: say(words.noPairs),
    },
    ...rest(all.length, say),
    ...(isCut ? ([{ kind: 'paragraph', text: say(words.pairsCut), quiet: true }] satisfies PdfBlock[]) : []),
  ]
}

function tolerated(input: PackInput, say: Say): PdfBlock[] {
  const nameOf = nameIn(input, say)
  return [
    heading(say, words.tolerated),
    {
      kind: 'table',
      columns: [
        { head: say(words.risk), share: 3 },
        { head: say(words.service), share: 2 },
        { head: say(words.because), share: 4 },
        { head: say(words.approvedBy), share: 2 },
        { head: say(words.until), share: 3 },
      ],
      rows: input.tolerances
        .slice(0, ROWS_MAX)
        .map(({ service, risk, terms, approver }) => [
          nameOf(risk),
          say(service),
          terms === undefined ? say(words.withoutTerms) : say(terms.reason),
          approver === undefined ? '—' : say(approver),
          terms === undefined ? '—' : say(saidAt(Date.parse(terms.until), input.zone)),
        ]),
      empty: say(words.noTolerated),
    },
  ]
}

function openQuestions(input: PackInput, say: Say): PdfBlock[] {
  const items = input.report.services.flatMap((service) =>
    (service.unproven ?? []).map(({ text }) => say(text)),
  )
  return items.length === 0
    ? []
    : [heading(say, words.open), { kind: 'list', items: [...new Set(items)].slice(0, ROWS_MAX) }]
}

function difference({ page, documents }: PackInput, say: Say): PdfBlock[] {
  const { added, changed, removed } = page.difference
  const rows: PdfInline[][] = [
    ...removed.map(({ collection, id }) => [`${collection} ${id}`, say(words.removed), '', '']),
    ...changed.map(({ collection, id, field, before, after }) => [
      `${collection} ${id}`,
      field,
      before,
      after,
    ]),
    ...added.map(({ collection, id }) => [`${collection} ${id}`, say(words.added), '', '']),
  ]
  return [
    heading(say, words.difference),
    {
      kind: 'table',
      columns: [
        { head: say(words.what), share: 4 },
        { head: say(words.field), share: 2 },
        { head: say(words.before), share: 3 },
        { head: say(words.after), share: 3 },
      ],
      rows: rows.slice(0, ROWS_MAX),
      empty: say(words.same),
    },
    ...rest(rows.length, say),
    {
      kind: 'table',
      caption: say(words.documents),
      columns: [
        { head: say(words.document), share: 3 },
        { head: say(words.before), share: 4, mono: true },
        { head: say(words.after), share: 4, mono: true },
      ],
      rows: documents.map(({ path, before, after }) => [
        path,
        before ?? say(words.isNew),
        after ?? say(words.gone),
      ]),
      empty: say(words.same),
    },
  ]
}

function review({ page, version, zone }: PackInput, say: Say): PdfBlock[] {
  return [
    heading(say, words.review),
    {
      kind: 'table',
      columns: [
        { head: say(words.when), share: 3 },
        { head: say(words.who), share: 2 },
        { head: say(words.did), share: 3 },
        { head: say(words.note), share: 4 },
      ],
      rows: page.events.map((event) => [
        say(saidAt(Date.parse(event.at), zone)),
        say(event.name),
        [say(EVENT_TEXTS[event.kind]), event.version === undefined ? '' : say(words.version(event.version))]
          .filter((part) => part !== '')
          .join(' ・ '),
        event.note ?? '',
      ]),
      empty: '—',
    },
    ...(version === undefined
      ? []
      : ([
          { kind: 'pairs', rows: [[say(words.digest), '']] },
          { kind: 'code', text: version.digest },
          { kind: 'paragraph', text: say(words.digestWhy), quiet: true },
        ] satisfies PdfBlock[])),
  ]
}
