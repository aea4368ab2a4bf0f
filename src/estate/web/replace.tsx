import { useQueryClient } from '@tanstack/react-query'
import { useId, useState, type DragEvent, type ReactNode } from 'react'
import './estate.css'
import type { Text } from '../../platform/text.ts'
import { announce } from '../../web/announce.tsx'
import { NoAnswer } from '../../web/fetching.ts'
import { FileChooser } from '../../web/file-chooser.tsx'
import { useSay } from '../../web/language.tsx'
import type { Difference } from '../difference.ts'
import { apply, type Applied, type Sent } from './estate-query.ts'
import { pathIn, sentFile } from './sent-file.ts'
import { kindWord, words } from './words.ts'

/** So many of each kind are shown, so that what is removed does not hide what is added. */
const LINES_MAX = 20

type Stage =
  | { kind: 'idle'; said?: Text }
  | { kind: 'busy'; said: Text }
  | { kind: 'compared'; files: Sent[]; applied: Applied }
  | { kind: 'refused'; said: Text }

/** Documents in the place of those that stand, as a section of the estate's page. */
export function ReplaceSection() {
  const say = useSay()
  return (
    <section className="estate-replace unprinted" aria-labelledby="replace">
      <h2 id="replace">{say(words.send)}</h2>
      <p>{say(words.sendLead)}</p>
      <Replace />
    </section>
  )
}

type ReplaceProps = {
  /** A document to change and send without a file. */
  example?: string
  /** What is offered once documents were replaced. */
  after?: ReactNode
}

/** Documents in the place of those that stand: compared first, replaced only when the reader says so. */
export function Replace({ example, after }: ReplaceProps) {
  const say = useSay()
  const { stage, compare, replace, leave, isDone } = useReplacing()
  return (
    <div className="estate-bring">
      <Sources example={example} isBusy={stage.kind === 'busy'} compare={compare} />
      {stage.kind === 'compared' ? (
        <Compared stage={stage} onReplace={() => replace(stage.files)} onLeave={leave} />
      ) : (
        <p className={stage.kind === 'refused' ? 'form-problem' : 'soft'} role="status">
          {stage.said === undefined ? '' : say(stage.said)}
        </p>
      )}
      {isDone && after}
    </div>
  )
}

type Gathering = () => Promise<Sent[]>

function useReplacing() {
  const say = useSay()
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>({ kind: 'idle' })
  const attempt = async (said: Text, work: () => Promise<Stage>) => {
    setStage({ kind: 'busy', said })
    const next = await work().catch((problem: unknown): Stage => ({
      kind: 'refused',
      said: wordsOf(problem),
    }))
    setStage(next)
    if (next.kind !== 'compared' && next.kind !== 'busy' && next.said !== undefined) announce(say(next.said))
  }
  const compare = (gather: Gathering) =>
    void attempt(words.comparing, async () => {
      const files = await gather()
      if (files.length === 0) return { kind: 'refused', said: words.noDocuments }
      return { kind: 'compared', files, applied: await apply(files, true) }
    })
  const replace = (files: Sent[]) =>
    void attempt(words.replacing, async () => {
      const { revision } = await apply(files, false)
      await client.invalidateQueries()
      return { kind: 'idle', said: words.done(revision ?? '') }
    })
  const isDone = stage.kind === 'idle' && stage.said !== undefined
  return { stage, compare, replace, leave: () => setStage({ kind: 'idle' }), isDone }
}

type SourcesProps = {
  example: string | undefined
  isBusy: boolean
  compare: (gather: Gathering) => void
}

/** From where documents come: chosen, a whole folder, dropped here, or written. */
function Sources({ example, isBusy, compare }: SourcesProps) {
  const say = useSay()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const dropped = [...event.dataTransfer.files]
    if (!isBusy) compare(() => sentAll(dropped))
  }
  return (
    <>
      <div
        className={over ? 'estate-drop is-over' : 'estate-drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileChooser
          label={words.choose}
          accept={ACCEPTED}
          isBusy={isBusy}
          onChosen={(files) => compare(() => sentAll(files))}
        />
        <FileChooser
          label={words.chooseFolder}
          folder
          isBusy={isBusy}
          onChosen={(files) => compare(() => sentAll(files))}
        />
        <span className="soft">{say(words.drop)}</span>
      </div>
      {example !== undefined && <Written example={example} isBusy={isBusy} compare={compare} />}
    </>
  )
}

const ACCEPTED = '.yaml,.yml,.json,.csv,.xlsx,.graphml,.xml,.n2p,.md'

function Written({ example, isBusy, compare }: SourcesProps & { example: string }) {
  const say = useSay()
  const [text, setText] = useState(example)
  const id = useId()
  return (
    <div className="estate-written">
      <label htmlFor={id}>{say(words.written)}</label>
      <textarea
        id={id}
        value={text}
        rows={15}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <button
        type="button"
        className="button"
        disabled={isBusy || text.trim() === ''}
        onClick={() => compare(() => sentAll([new File([text], 'network.yaml')]))}
      >
        {say(words.compare)}
      </button>
    </div>
  )
}

type ComparedProps = {
  stage: Extract<Stage, { kind: 'compared' }>
  onReplace: () => void
  onLeave: () => void
}

function Compared({ stage: { files, applied }, onReplace, onLeave }: ComparedProps) {
  const say = useSay()
  const { added, changed, removed } = applied.difference
  const lines = linesOf(applied.difference, say)
  const nothing = lines.length === 0
  const hidden = added.length + changed.length + removed.length - lines.length
  return (
    <div className="estate-difference" role="status">
      <p>
        {say(words.files(files.length))} ・{' '}
        {say(nothing ? words.same : words.counts(added.length, changed.length, removed.length))}
      </p>
      {!nothing && (
        <ul>
          {lines.map((line) => (
            <li key={line.key} className={line.mark}>
              {line.text}
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && <p className="soft">{say(words.more(hidden))}</p>}
      <p className="estate-actions">
        {!nothing && (
          <button type="button" className="button estate-main" onClick={onReplace}>
            {say(words.replace)}
          </button>
        )}
        <button type="button" className="button" onClick={onLeave}>
          {say(words.leave)}
        </button>
      </p>
    </div>
  )
}

type Line = { key: string; mark: 'added' | 'changed' | 'removed'; text: string }

function linesOf({ added, changed, removed }: Difference, say: (text: Text) => string): Line[] {
  // What there is one of, the operator for instance, has its kind for an id.
  const thing = (collection: string, id: string): string =>
    collection === id ? say(kindWord(collection)) : `${say(kindWord(collection))} ${id}`
  const value = (json: string): string => (json === '' ? '―' : shownValue(json, say))
  return [
    ...removed.slice(0, LINES_MAX).map(({ collection, id }): Line => ({
      key: `- ${collection} ${id}`,
      mark: 'removed',
      text: `− ${thing(collection, id)}`,
    })),
    ...changed.slice(0, LINES_MAX).map(({ collection, id, field, before, after }): Line => ({
      key: `~ ${collection} ${id} ${field}`,
      mark: 'changed',
      text: `～ ${thing(collection, id)} ${field}: ${value(before)} → ${value(after)}`,
    })),
    ...added.slice(0, LINES_MAX).map(({ collection, id }): Line => ({
      key: `+ ${collection} ${id}`,
      mark: 'added',
      text: `+ ${thing(collection, id)}`,
    })),
  ]
}

/** A value as the difference writes it (JSON): a text in the reader's language, a string without its marks. */
function shownValue(json: string, say: (text: Text) => string): string {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    // Cut short where it is long: shown as it came.
    return json
  }
  if (typeof value === 'string') return value
  const { ja, en } = (value ?? {}) as { ja?: unknown; en?: unknown }
  return typeof ja === 'string' && typeof en === 'string' ? say({ ja, en }) : json
}

function wordsOf(problem: unknown): Text {
  if (problem instanceof NoAnswer && problem.said !== undefined) return problem.said
  return { ja: 'サーバーから返事がありません。', en: 'The server does not answer.' }
}

/** Files as the server takes them. Of a folder only what is a document, by its path within that folder. */
function sentAll(files: readonly File[]): Promise<Sent[]> {
  const endings = ACCEPTED.split(',')
  const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.'))
  return Promise.all(
    files
      .filter(
        (file) =>
          file.webkitRelativePath === '' ||
          (!isHidden(pathIn(file)) && endings.some((ending) => file.name.toLowerCase().endsWith(ending))),
      )
      .map(sentFile),
  )
}
