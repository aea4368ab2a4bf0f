import { useState } from 'react'
import type { Text } from '../platform/text.ts'
import { announce } from './announce.tsx'
import { useSay } from './language.tsx'

const COPY: Text = { ja: '写す', en: 'Copy' }
const COPIED: Text = { ja: '写しました', en: 'Copied' }

/** Copies a text, where the browser lets it; `name` tells those who do not see what stands beside it. */
export function CopyButton({ text, name }: { text: string; name: string }) {
  const say = useSay()
  const [copied, setCopied] = useState(false)
  if (!('clipboard' in navigator)) return null
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    announce(say(COPIED))
  }
  return (
    <button
      type="button"
      className="button unprinted"
      aria-label={`${say(COPY)}: ${name}`}
      onClick={() => void copy()}
    >
      {say(copied ? COPIED : COPY)}
    </button>
  )
}
