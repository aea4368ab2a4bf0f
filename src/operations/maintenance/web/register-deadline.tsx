import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { StateMark } from '../../../web/state.tsx'
import type { ShownEntry } from '../register/page.ts'
import { registerWords as words } from './register-words.ts'

/** What is due next of an entry: a look at its page, or a word from its provider. */
export function deadlineOf({ silent_at, look_by }: ShownEntry): { at: string; looking: boolean } | undefined {
  if (look_by !== undefined && (silent_at === undefined || look_by <= silent_at))
    return { at: look_by, looking: true }
  return silent_at === undefined ? undefined : { at: silent_at, looking: false }
}

export function Deadline({
  entry,
  at,
  day,
}: {
  entry: ShownEntry
  at: string
  day: (instant: string) => Text
}) {
  const say = useSay()
  const due = deadlineOf(entry)
  if (due === undefined) return '―'
  const said = say(due.looking ? words.lookBy(day(due.at)) : words.silent(day(due.at)))
  if (due.at > at) return said
  return (
    <span className="state-fail register-late">
      <StateMark state="fail" /> {say(words.late)} {said}
    </span>
  )
}
