import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Text } from '../platform/text.ts'
import { useSay } from './language.tsx'
import { remember, remembered } from './remember.ts'

/** A single key and what it does. `/` opens the search. */
export type Key = { key: string; does: Text; press: () => void }

const active = new Set<readonly Key[]>()
const listeners = new Set<() => void>()
let listed: readonly Key[] = []

function changed(): void {
  listed = [...active].flat()
  for (const listener of listeners) listener()
}

/** Gives the page its keys while it is shown. Single keys can be switched off in the list that `?` opens. */
export function useKeys(keys: readonly Key[]): void {
  useEffect(() => {
    active.add(keys)
    changed()
    return () => {
      active.delete(keys)
      changed()
    }
  }, [keys])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}

const OPEN: Text = { ja: 'この一覧を開く', en: 'Open this list' }

/** The list of keys, and the one listener that hears them. */
export function KeysDialog() {
  const say = useSay()
  const dialog = useRef<HTMLDialogElement>(null)
  const [on, setOn] = useState(() => remembered('keys') !== 'off')
  const keys = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => listed,
  )
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
        return
      if (event.key === '?') return dialog.current?.showModal()
      if (!on || dialog.current?.open === true) return
      const key = keys.find((candidate) => candidate.key === event.key)
      if (key === undefined) return
      event.preventDefault()
      key.press()
    }
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [keys, on])
  const turn = (next: boolean) => {
    remember('keys', next ? undefined : 'off')
    setOn(next)
  }
  return (
    <dialog className="keys" ref={dialog} aria-labelledby="keys-title">
      <h2 id="keys-title">{say({ ja: 'キー操作', en: 'Keys' })}</h2>
      <dl>
        {[...keys, { key: '?', does: OPEN }].map(({ key, does }) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(does)}</dd>
          </div>
        ))}
      </dl>
      <footer>
        <label>
          <input type="checkbox" checked={on} onChange={(event) => turn(event.target.checked)} />{' '}
          {say({ ja: '一文字のキーを使う', en: 'Use single keys' })}
        </label>
        <form method="dialog">
          <button type="submit" className="button">
            {say({ ja: '閉じる', en: 'Close' })}
          </button>
        </form>
      </footer>
    </dialog>
  )
}
