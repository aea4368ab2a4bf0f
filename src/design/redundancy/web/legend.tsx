import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import type { Failure } from './failure.ts'
import { words } from './words.ts'

const SIGNS = {
  node: <circle className="node" cx="9" cy="8" r="3.6" />,
  beyond: <circle className="beyond" cx="9" cy="8" r="3.4" />,
  boundary: <path className="boundary" d="M0 8h18M9 2v12" />,
  single: <path className="single" d="M9 1.5l7 12.5H2z" />,
  failed: <path className="failed" d="M9 1.5l7 12.5H2z" />,
  dead: <circle className="dead" cx="9" cy="8" r="3.4" />,
  cut: <circle className="cut" cx="9" cy="8" r="3.6" />,
  over: <path className="over" d="M0 8h18" />,
  lost: (
    <g className="lost">
      <circle cx="9" cy="8" r="6.6" />
      <path d="M6 5l6 6m0-6l-6 6" />
    </g>
  ),
}

type Sign = keyof typeof SIGNS

const WORDS: Record<Sign, Text> = {
  node: words.legendNode,
  beyond: words.legendBeyond,
  boundary: words.legendBoundary,
  single: words.legendSingle,
  failed: words.legendFailed,
  dead: words.legendDead,
  cut: words.legendCut,
  over: words.legendOver,
  lost: words.legendLost,
}

type LegendProps = {
  failure: Failure | undefined
  hasBeyond: boolean
  hasSingles: boolean
  hasOver: boolean
}

/** The signs that this picture uses, and no others. */
export function Legend({ failure, hasBeyond, hasSingles, hasOver }: LegendProps) {
  const say = useSay()
  const hasCut = failure?.stopped.some(({ witness }) => witness.lost.to !== undefined) === true
  const beyond: Sign[] = hasBeyond ? ['beyond', 'boundary'] : []
  const state: Sign[] =
    failure === undefined
      ? hasSingles
        ? ['single']
        : []
      : [
          'failed',
          'dead',
          ...(hasCut ? (['cut'] as const) : []),
          ...(failure.stopped.length > 0 ? (['lost'] as const) : []),
          ...(hasOver ? (['over'] as const) : []),
        ]
  return (
    <ul className="legend">
      {(['node', ...beyond, ...state] as const).map((sign) => (
        <li key={sign}>
          <svg viewBox="0 0 18 16" aria-hidden="true" className="signs">
            {SIGNS[sign]}
          </svg>
          {say(WORDS[sign])}
        </li>
      ))}
    </ul>
  )
}
