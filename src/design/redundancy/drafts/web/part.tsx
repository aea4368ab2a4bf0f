import { useId, type ReactNode } from 'react'
import type { Text } from '../../../../platform/text.ts'
import { useSay } from '../../../../web/language.tsx'

/** One part of the page under its heading. */
export function Part({ title, children }: { title: Text; children: ReactNode }) {
  const say = useSay()
  const id = useId()
  return (
    <section className="design-part" aria-labelledby={id}>
      <h2 id={id}>{say(title)}</h2>
      <div>{children}</div>
    </section>
  )
}
