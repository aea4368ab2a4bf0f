import type { Json } from '../../platform/text.ts'

/** JSON laid out to be read: names soft, values in ink. Scrolls by itself where it is long. */
export function JsonText({ value, label }: { value: Json; label: string }) {
  const lines = JSON.stringify(value, null, 2).split('\n')
  return (
    <div className="json-text" tabIndex={0} role="region" aria-label={label}>
      <pre>
        {lines.map((line, order) => {
          const [, space = '', name, rest = ''] = /^(\s*)("(?:[^"\\]|\\.)*":)?(.*)$/.exec(line) ?? []
          return (
            // oxlint-disable-next-line react/no-array-index-key -- lines of one text have no other identity
            <span key={order}>
              {space}
              {name !== undefined && <span className="name">{name}</span>}
              {`${rest}\n`}
            </span>
          )
        })}
      </pre>
    </div>
  )
}
