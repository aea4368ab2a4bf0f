import { CommandLine } from '../../../web/command-line.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { words } from './words.ts'

/** Nothing to judge yet: the two commands that change that. The page turns by itself once they have run. */
export function NoNetwork() {
  const say = useSay()
  return (
    <section className="no-network">
      <h2>{say(words.emptyTitle)}</h2>
      <p>{say(words.emptyWhy)}</p>
      <p>
        <Link className="button" href={paths.begin()}>
          {say(words.emptyBegin)}
        </Link>
      </p>
      <ol>
        <li>
          {say(words.emptyImport)}
          <CommandLine
            line={say({
              ja: 'bin/kensho import ファイル --into フォルダー',
              en: 'bin/kensho import FILE --into FOLDER',
            })}
          />
        </li>
        <li>
          {say(words.emptyApply)}
          <CommandLine line={say({ ja: 'bin/kensho apply フォルダー', en: 'bin/kensho apply FOLDER' })} />
        </li>
      </ol>
      <p className="soft">{say(words.emptyThen)}</p>
    </section>
  )
}
