import type { Json } from '../../platform/text.ts'

const DEPTH_MAX = 8

/** A document as its members say it, nested as it is: nothing of what is approved is left out. */
export function Content({ value, depth = 0 }: { value: Json; depth?: number }) {
  if (value === null || typeof value !== 'object')
    return <span className="content-value">{String(value)}</span>
  if (depth >= DEPTH_MAX) return <code>{JSON.stringify(value)}</code>
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="content-value">[]</span>
    return (
      <ul className="content-list">
        {value.map((item, place) => (
          <li key={`${place} ${JSON.stringify(item).slice(0, 40)}`}>
            <Content value={item} depth={depth + 1} />
          </li>
        ))}
      </ul>
    )
  }
  return (
    <dl className="content">
      {Object.entries(value).map(([name, part]) => (
        <div key={name}>
          <dt>
            <code>{name}</code>
          </dt>
          <dd>
            <Content value={part} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
