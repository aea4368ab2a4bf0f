import { useSay } from '../../web/language.tsx'
import { words } from './words.ts'

const SHOWN_CHARACTERS = 10

/** The first characters of a hash: enough to tell it from others at a glance, never to compare. */
export function shortened(hash: string): string {
  return `${hash.slice(0, SHOWN_CHARACTERS)}…`
}

/** A hash, shortened; the whole of it on demand. */
export function Hash({ value, short = shortened(value) }: { value: string; short?: string }) {
  const say = useSay()
  return (
    <details className="hash">
      <summary>
        <code>{short}</code> <span className="in-full">{say(words.full)}</span>
      </summary>
      <code className="whole">{value}</code>
    </details>
  )
}
