import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import type { DifferenceLine } from '../line-difference.ts'
import { words } from './clause-words.ts'
import { pairsOf } from './difference-pairs.ts'

type DifferenceProps = { lines: readonly DifferenceLine[]; before: Text; after: Text }

/** Two versions of a text side by side, line by line. */
export function Difference({ lines, before, after }: DifferenceProps) {
  const say = useSay()
  if (lines.every(({ is }) => is === 'same')) return <p>{say(words.noDifference)}</p>
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={`${say(before)} → ${say(after)}`}>
      <table className="difference">
        <thead>
          <tr>
            <th scope="col">{say(before)}</th>
            <th scope="col">{say(after)}</th>
          </tr>
        </thead>
        <tbody>
          {pairsOf(lines).map((pair, row) => (
            // Lines of one text have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={row} className={pair.is}>
              <td>{side(pair.is, pair.before, say(words.lineRemoved), 'del')}</td>
              <td>{side(pair.is, pair.after, say(words.lineAdded), 'ins')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function side(is: 'same' | 'changed', text: string | undefined, word: string, Mark: 'del' | 'ins') {
  if (text === undefined) return null
  if (is === 'same') return text
  return (
    <Mark>
      <span className="unseen">{word}: </span>
      {text}
    </Mark>
  )
}
