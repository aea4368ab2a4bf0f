import { Link } from './link.tsx'
import { paths } from './paths.ts'
import { useSay } from './language.tsx'

export function NotFound() {
  const say = useSay()
  return (
    <section className="plain">
      <h1>{say({ ja: 'この番地には何もありません', en: 'There is nothing at this address' })}</h1>
      <p>
        <Link href={paths.board()}>{say({ ja: '憲章を開く', en: 'Open the charter' })}</Link>
      </p>
    </section>
  )
}
