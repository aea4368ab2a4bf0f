import { useState } from 'react'
import { announce } from '../../../web/announce.tsx'
import { useSay } from '../../../web/language.tsx'
import { words } from './words.ts'

/** Text to be put elsewhere, as it is, with a button that copies it. */
export function Copied({ text, name }: { text: string; name: string }) {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    announce(say(words.copied))
  }
  return (
    <div className="copied">
      <pre tabIndex={0} role="region" aria-label={name}>
        <code>{text}</code>
      </pre>
      {'clipboard' in navigator && (
        <button
          type="button"
          className="button unprinted"
          aria-label={`${say(words.copy)}: ${name}`}
          onClick={() => void copy()}
        >
          {say(copied ? words.copied : words.copy)}
        </button>
      )}
    </div>
  )
}
