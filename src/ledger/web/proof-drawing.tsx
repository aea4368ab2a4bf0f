import { useSay } from '../../web/language.tsx'
import { number } from '../../web/message.ts'
import { shortened } from './hash.tsx'
import { base64, type ComputedPath } from './merkle-path.ts'
import { rangeText } from './range-text.ts'
import { words } from './words.ts'

const WIDTH = 350
const MIDDLE = WIDTH / 2
const APART = 106
const STEP = 62
const TOP = 34
const BOTTOM = 40

type DrawingProps = { path: ComputedPath; index: number; size: number; refuted: boolean }

/**
 * The way up as a small tree: the leaf below, the root above; filled what is computed from the fact, hollow what is
 * given beside it. The table behind it holds the same in full.
 */
export function ProofDrawing({ path, index, size, refuted }: DrawingProps) {
  const say = useSay()
  const levels = path.steps.length
  const height = TOP + levels * STEP + BOTTOM
  const yOf = (level: number) => TOP + (levels - level) * STEP
  const root = base64(path.root)
  return (
    <svg
      className={refuted ? 'proof-drawing refuted' : 'proof-drawing'}
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={say(words.drawn(levels, size))}
    >
      {path.steps.map(({ side, from, until, sibling }, level) => (
        <Joined
          key={from}
          side={side}
          y={yOf(level)}
          hash={shortened(base64(sibling))}
          under={rangeText(from, until)}
        />
      ))}
      {levels > 0 && <path className="way" d={`M${MIDDLE} ${yOf(0)}V${yOf(levels)}`} />}
      {path.steps.slice(0, -1).map(({ result }, order) => (
        <Computed
          key={yOf(order + 1)}
          y={yOf(order + 1)}
          away={path.steps[order + 1]?.side ?? 'left'}
          hash={shortened(base64(result))}
        />
      ))}
      {levels > 0 && (
        <>
          <circle className="computed" cx={MIDDLE} cy={yOf(0)} r="5" />
          <text className="hash-text" x={MIDDLE} y={yOf(0) + 20} textAnchor="middle">
            {shortened(base64(path.leaf))}
          </text>
          <text x={MIDDLE} y={yOf(0) + 36} textAnchor="middle">
            {say(words.leaf)} {number(index)}
          </text>
        </>
      )}
      <circle className="root-ring" cx={MIDDLE} cy={yOf(levels)} r="9" />
      <circle className="computed root" cx={MIDDLE} cy={yOf(levels)} r="5" />
      <text x={MIDDLE + 18} y={yOf(levels) - 3}>
        {say(words.rootShort)}
      </text>
      <text className="hash-text" x={MIDDLE + 18} y={yOf(levels) + 13}>
        {shortened(root)}
      </text>
    </svg>
  )
}

type JoinedProps = { side: 'left' | 'right'; y: number; hash: string; under: string }

/** A sibling, and its way to the node above. */
function Joined({ side, y, hash, under }: JoinedProps) {
  const x = side === 'left' ? MIDDLE - APART : MIDDLE + APART
  return (
    <>
      <path className="joins" d={`M${x} ${y}C${x} ${y - 40} ${MIDDLE} ${y - 22} ${MIDDLE} ${y - STEP}`} />
      <circle className="sibling" cx={x} cy={y} r="5" />
      <text className="hash-text" x={x} y={y + 20} textAnchor="middle">
        {hash}
      </text>
      <text className="under" x={x} y={y + 36} textAnchor="middle">
        {under}
      </text>
    </>
  )
}

/** A hash that was computed on the way, its text on the side where no sibling stands. */
function Computed({ y, away, hash }: { y: number; away: 'left' | 'right'; hash: string }) {
  const left = away === 'right'
  return (
    <>
      <circle className="computed" cx={MIDDLE} cy={y} r="5" />
      <text
        className="hash-text"
        x={left ? MIDDLE - 14 : MIDDLE + 14}
        y={y + 4}
        textAnchor={left ? 'end' : 'start'}
      >
        {hash}
      </text>
    </>
  )
}
