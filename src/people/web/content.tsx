import type { Json, Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { nameOf, NO, NOTHING, YES } from './content-words.ts'
import { useWhen } from './zone.ts'

const DEPTH_MAX = 8
const DIGEST = /^[0-9a-f]{64}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/**
 * A document in words: every member by its name, instants in the operator's zone, texts in the reader's language. Nothing
 * of what is approved is left out; to the letter it stands in Exactly.
 */
export function Content({ value, depth = 0 }: { value: Json; depth?: number }) {
  if (value === null || typeof value !== 'object') return <Value value={value} />
  if (depth >= DEPTH_MAX) return <code>{JSON.stringify(value)}</code>
  if (Array.isArray(value)) return <List items={value} depth={depth} />
  if (isText(value)) return <Said text={value} />
  return (
    <dl className="content">
      {Object.entries(value).map(([name, part]) => (
        <div key={name}>
          <dt>
            <Name of={name} />
          </dt>
          <dd>
            <Content value={part} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** The same document as it is written, character by character. */
export function Exactly({ value, title }: { value: Json; title: Text }) {
  const say = useSay()
  return (
    <details className="unprinted">
      <summary>{say(title)}</summary>
      <pre className="content-text">{JSON.stringify(value, null, 2)}</pre>
    </details>
  )
}

function List({ items, depth }: { items: readonly Json[]; depth: number }) {
  const say = useSay()
  if (items.length === 0) return <span className="content-value">{say(NOTHING)}</span>
  return (
    <ul className="content-list">
      {items.map((item, place) => (
        <li key={`${place} ${JSON.stringify(item).slice(0, 40)}`}>
          <Content value={item} depth={depth + 1} />
        </li>
      ))}
    </ul>
  )
}

function Value({ value }: { value: string | number | boolean | null }) {
  const say = useSay()
  const when = useWhen()
  if (typeof value === 'boolean') return <span className="content-value">{say(value ? YES : NO)}</span>
  if (typeof value === 'string' && INSTANT.test(value))
    return (
      <time className="content-value" dateTime={value} title={value}>
        {when(value)}
      </time>
    )
  if (typeof value === 'string' && DIGEST.test(value)) return <code>{value}</code>
  return <span className="content-value">{value === null ? say(NOTHING) : String(value)}</span>
}

function Name({ of }: { of: string }) {
  const say = useSay()
  const name = nameOf(of)
  return name === undefined ? <code>{of}</code> : <span title={of}>{say(name)}</span>
}

function Said({ text }: { text: Text }) {
  const say = useSay()
  return <span className="content-value">{say(text)}</span>
}

function isText(value: { [name: string]: Json }): value is { ja: string; en: string } {
  return Object.keys(value).length === 2 && typeof value['ja'] === 'string' && typeof value['en'] === 'string'
}
