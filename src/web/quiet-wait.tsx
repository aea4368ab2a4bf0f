import { useSay } from './language.tsx'

/** Waiting stays blank for half a second, then says so once. */
export function QuietWait() {
  const say = useSay()
  return (
    <p className="quiet-wait" role="status">
      {say({ ja: '読み込んでいます', en: 'Reading' })}
    </p>
  )
}
