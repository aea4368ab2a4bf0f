import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { announce } from '../../web/announce.tsx'
import { NoAnswer } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import type { Difference } from '../difference.ts'
import { apply, type Applied, type Sent } from './estate-query.ts'
import { sentFile } from './sent-file.ts'
import { kindWord, words } from './words.ts'

/** So many of each kind are shown, so that what is removed does not hide what is added. */
const LINES_MAX = 20

type Stage =
  | { kind: 'idle'; said?: Text }
  | { kind: 'busy'; said: Text }
  | { kind: 'compared'; files: Sent[]; applied: Applied }
  | { kind: 'refused'; said: Text }

/** Documents in the place of those that stand: compared first, replaced only when the reader says so. */
export function Replace() {
  const say = useSay()
  const client = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
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
  const compare = (chosen: FileList | null) =>
    attempt(words.comparing, async () => {
      const files = await Promise.all([...(chosen ?? [])].map(sentFile))
      return { kind: 'compared', files, applied: await apply(files, true) }
    })
  const replace = (files: Sent[]) =>
    attempt(words.replacing, async () => {
      const { revision } = await apply(files, false)
      await client.invalidateQueries()
      return { kind: 'idle', said: words.done(revision ?? '') }
    })
  return (
    <section className="estate-replace unprinted" aria-labelledby="replace">
      <h2 id="replace">{say(words.send)}</h2>
      <p>{say(words.sendLead)}</p>
      <input
        ref={input}
        className="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={say(words.choose)}
        accept=".yaml,.yml,.json,.csv,.xlsx,.graphml,.xml,.n2p,.md"
        onChange={(event) => {
          if (event.target.files !== null && event.target.files.length > 0) void compare(event.target.files)
          event.target.value = ''
        }}
      />
      <button
        type="button"
        className="button"
        disabled={stage.kind === 'busy'}
        onClick={() => input.current?.click()}
      >
        {say(words.choose)}
      </button>
      {stage.kind === 'compared' ? (
        <Compared
          stage={stage}
          onReplace={() => void replace(stage.files)}
          onLeave={() => setStage({ kind: 'idle' })}
        />
      ) : (
        <p className={stage.kind === 'refused' ? 'form-problem' : 'soft'} role="status">
          {stage.said === undefined ? '' : say(stage.said)}
        </p>
      )}
    </section>
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
  const thing = (collection: string, id: string): string => `${say(kindWord(collection))} ${id}`
  return [
    ...removed.slice(0, LINES_MAX).map(({ collection, id }): Line => ({
      key: `- ${collection} ${id}`,
      mark: 'removed',
      text: `− ${thing(collection, id)}`,
    })),
    ...changed.slice(0, LINES_MAX).map(({ collection, id, field, before, after }): Line => ({
      key: `~ ${collection} ${id} ${field}`,
      mark: 'changed',
      text: `～ ${thing(collection, id)} ${field}: ${before || '―'} → ${after || '―'}`,
    })),
    ...added.slice(0, LINES_MAX).map(({ collection, id }): Line => ({
      key: `+ ${collection} ${id}`,
      mark: 'added',
      text: `+ ${thing(collection, id)}`,
    })),
  ]
}

function wordsOf(problem: unknown): Text {
  if (problem instanceof NoAnswer && problem.said !== undefined) return problem.said
  return { ja: 'サーバーから返事がありません。', en: 'The server does not answer.' }
}
