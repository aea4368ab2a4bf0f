import './guide.css'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { guideTo } from './guide.ts'
import { guide } from './guide-words.ts'

/** Where nobody has put a charter into force yet: the way there. */
export function FirstSteps() {
  const say = useSay()
  return (
    <div className="invitation unprinted">
      <p>{say(guide.notYet)}</p>
      <Link className="button guide-begin" href={paths.begin()}>
        {say(guide.begin)}
      </Link>
    </div>
  )
}

/** In the demo, under the preamble: the guided path, and the way to one's own. */
export function Invitation() {
  const say = useSay()
  return (
    <div className="invitation unprinted">
      <p>{say(guide.invitation)}</p>
      <div>
        <Link className="button guide-begin" href={paths.clause('2.1')} onClick={() => guideTo(0)}>
          {say(guide.start)}
        </Link>
        <Link href={paths.begin()}>{say(guide.own)}</Link>
      </div>
    </div>
  )
}
