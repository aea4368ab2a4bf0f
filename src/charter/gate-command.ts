import path from 'node:path'
import type { Command, CommandIo, CommandOptions } from '../platform/command.ts'
import { EXIT, type ExitStatus } from '../platform/failure.ts'
import type { Language, Text } from '../platform/text.ts'
import { readBounded } from '../estate/document.ts'
import { networkOf, readTarget } from '../estate/workspace.ts'
import { changeOf, checkAgainst, readChangeDocument, type ChangeDocument } from './change-document.ts'
import { factsOf } from './check.ts'
import { workspaceCollections } from './composition.ts'
import { decide, type Decision, type Objection, type ObjectionSource } from './gate.ts'
import { cutsIn, spansOf } from './gate-spans.ts'
import { instantOption } from './instant-option.ts'
import { languageOf } from './printed.ts'
import { ask, SERVER_OPTION } from './remote.ts'
import { isoOption } from './verdicts-command.ts'

const STATUS: Record<Decision['decision'], ExitStatus> = {
  allow: EXIT.done,
  deny: EXIT.violation,
  'needs-acceptance': EXIT.unknown,
}

/** `kensho gate`: asks every module what a change would break, offline on a workspace or by a server. */
export function gateCommand(sources: readonly ObjectionSource[]): Command {
  return {
    name: 'gate',
    args: '<change>',
    describe:
      'Ask what a change would break: 0 allow, 1 deny, 2 needs acceptance. / 変更が何を壊すかを問う：0 通す、1 止める、2 承諾が要る',
    options: [
      {
        flags: '--workspace <dir>',
        describe: 'the workspace folder, or one network file, to judge it on; without it a server is asked',
      },
      SERVER_OPTION,
      { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
      { flags: '--json', describe: 'the decision as JSON on standard output' },
      { flags: '--lang <language>', describe: 'ja or en; default: the environment’s' },
    ],
    run: async (io, [file], options) => {
      const nowMs = instantOption('--at', options['at']) ?? io.clock.now()
      const decided =
        typeof options['workspace'] === 'string'
          ? await decidedOffline(sources, nowMs, options['workspace'], await readChange(io, file as string))
          : await decidedByServer(io, options, file as string)
      if (options['json'] === true) io.out(JSON.stringify(decided))
      else for (const line of printedDecision(decided, languageOf(options['lang'], io.env))) io.out(line)
      return STATUS[decided.decision]
    },
  }
}

function readChange({ cwd }: CommandIo, file: string): Promise<ChangeDocument> {
  return readChangeDocument(path.resolve(cwd, file), file)
}

async function decidedOffline(
  sources: readonly ObjectionSource[],
  nowMs: number,
  folder: string,
  source: ChangeDocument,
): Promise<Decision> {
  const workspace = await readTarget(folder, workspaceCollections())
  const change = changeOf(source, workspace.estate.zone)
  const factsAt = (atMs: number) => factsOf(workspace, atMs, { knownMs: nowMs, root: folder })
  const spans = spansOf(workspace, change, factsAt, cutsIn(factsAt(change.fromMs)))
  checkAgainst(
    source,
    spans.map((span) => networkOf(workspace, span.fromMs)),
  )
  return decide(sources, spans, change, nowMs)
}

async function decidedByServer(io: CommandIo, options: CommandOptions, file: string): Promise<Decision> {
  // Read here first: what cannot be read at all is not sent.
  await readChange(io, file)
  const body = { type: 'application/json', content: await readBounded(path.resolve(io.cwd, file), file) }
  const query = { at: isoOption('--at', options['at']) }
  return JSON.parse(await ask(io, options, { path: '/api/gate', query, body }, file)) as Decision
}

const DECISION: Record<Decision['decision'], Text> = {
  allow: { ja: '● 通す', en: '● allow' },
  deny: { ja: '▲ 止める', en: '▲ deny' },
  'needs-acceptance': { ja: '◌ 承諾が要る', en: '◌ needs acceptance' },
}

const EFFECT: Record<Objection['effect'], Text> = {
  blocks: { ja: '阻止', en: 'blocks' },
  'needs-acceptance': { ja: '要承諾', en: 'needs acceptance' },
  informs: { ja: '参考', en: 'informs' },
}

function printedDecision({ decision, objections }: Decision, language: Language): string[] {
  const lines = objections.flatMap(({ clause, because, effect, acceptable_by }) =>
    because.map(({ text }) => {
      const by = acceptable_by === undefined ? '' : ` (${acceptable_by})`
      return `  ${clause} ${EFFECT[effect][language]}${by}: ${text[language]}`
    }),
  )
  return [DECISION[decision][language], ...lines]
}
