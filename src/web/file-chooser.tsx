import { useRef } from 'react'
import type { Text } from '../platform/text.ts'
import { useSay } from './language.tsx'

type FileChooserProps = {
  label: Text
  /** Endings of file names; absent: any. */
  accept?: string
  /** A whole folder instead of files. */
  folder?: boolean
  isBusy: boolean
  /** At least one; the same may be chosen again afterwards. */
  onChosen: (files: File[]) => void
}

/** A button of ours in the place of the browser's own control for files. */
export function FileChooser({ label, accept, folder = false, isBusy, onChosen }: FileChooserProps) {
  const say = useSay()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        className="unseen"
        type="file"
        multiple
        tabIndex={-1}
        aria-label={say(label)}
        {...(folder ? { webkitdirectory: '' } : { accept })}
        onChange={({ target }) => {
          const chosen = [...(target.files ?? [])]
          target.value = ''
          if (chosen.length > 0) onChosen(chosen)
        }}
      />
      <button type="button" className="button" disabled={isBusy} onClick={() => input.current?.click()}>
        {say(label)}
      </button>
    </>
  )
}
