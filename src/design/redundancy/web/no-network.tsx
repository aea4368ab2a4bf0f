import { useState } from 'react'
import { announce } from '../../../web/announce.tsx'
import { useSay } from '../../../web/language.tsx'
import { words } from './words.ts'

/** Nothing to judge yet: the two commands that change that. The page turns by itself once they have run. */
export function NoNetwork() {
  const say = useSay()
  return (
    <section className="no-network">
      <h2>{say(words.emptyTitle)}</h2>
      <p>{say(words.emptyWhy)}</p>
      <ol>
        <li>
          {say(words.emptyImport)}
          <Command
            line={say({
              ja: 'bin/kensho import ファイル --into フォルダー',
              en: 'bin/kensho import FILE --into FOLDER',
            })}
          />
        </li>
        <li>
          {say(words.emptyApply)}
          <Command line={say({ ja: 'bin/kensho apply フォルダー', en: 'bin/kensho apply FOLDER' })} />
        </li>
      </ol>
      <p className="soft">{say(words.emptyThen)}</p>
    </section>
  )
}

function Command({ line }: { line: string }) {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line)
    setCopied(true)
    announce(say(words.copied))
  }
  return (
    <p className="shell-line">
      <code>{line}</code>
      {'clipboard' in navigator && (
        <button type="button" className="button unprinted" onClick={() => void copy()}>
          {say(copied ? words.copied : words.copy)}
        </button>
      )}
    </p>
  )
}
