import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { CommandLine } from '../../web/command-line.tsx'
import { words } from './words.ts'

/** The filter finds nothing. */
export function NoMatch() {
  const say = useSay()
  return (
    <div className="ledger-nothing">
      <h3>{say(words.noneTitle)}</h3>
      <p>{say(words.noneWhy)}</p>
      <p>
        <Link href={paths.ledger()}>{say(words.clear)}</Link>
      </p>
    </div>
  )
}

/** The log was never opened: nothing can be recorded. */
export function Closed() {
  const say = useSay()
  return (
    <section className="ledger-nothing">
      <h2>{say(words.closedTitle)}</h2>
      <p>{say(words.closedWhy)}</p>
      <CommandLine line="bin/kensho ledger verify" />
    </section>
  )
}

/** Only the opening stands in it. */
export function Young() {
  const say = useSay()
  return (
    <div className="ledger-nothing">
      <p>{say(words.youngWhy)}</p>
      <CommandLine line={`bin/kensho apply ${say(words.folder)}`} />
    </div>
  )
}
