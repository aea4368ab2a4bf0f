import { useState } from 'react'
import { announce } from '../../web/announce.tsx'
import { useSay } from '../../web/language.tsx'
import { words } from './words.ts'

/** A command to run in a shell, with a button that copies it. */
export function CommandLine({ line }: { line: string }) {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(line)
    setCopied(true)
    announce(say(words.copied))
  }
  return (
    <p className="shell-line">
      <code>
        {line.split(' ').map((part, order) => (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity
          <span key={order}>
            {order > 0 && ' '}
            <span className="word">{part}</span>
          </span>
        ))}
      </code>
      {'clipboard' in navigator && (
        <button
          type="button"
          className="button unprinted"
          aria-label={`${say(words.copy)}: ${line}`}
          onClick={() => void copy()}
        >
          {say(copied ? words.copied : words.copy)}
        </button>
      )}
    </p>
  )
}
