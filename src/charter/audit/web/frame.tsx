import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import '../../improvement/web/improvement.css'
import './audit.css'
import { useDoing } from '../../../people/web/form.tsx'
import { announce } from '../../../web/announce.tsx'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { words } from './words.ts'

/** The frame of the pages of audits. `under` stands between masthead and title: where one is. */
export function Frame({ title, under, children }: { title: string; under?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <article className="improvement audit">
      <header className="improvement-opening">
        <Masthead />
        {under}
        <h1>{title}</h1>
      </header>
      {children}
    </article>
  )
}

/** Sends something, reads everything of audits again and says that it is recorded. True once it is. */
export function useSending() {
  const say = useSay()
  const client = useQueryClient()
  const doing = useDoing()
  const [times, setTimes] = useState(0)
  const sending = async (path: string, body: object | (() => Promise<object>)): Promise<boolean> => {
    let done = false
    await doing.run(async () => {
      await send(path, typeof body === 'function' ? await body() : body)
      done = true
      setTimes((count) => count + 1)
      announce(say(words.recorded))
      await client.invalidateQueries({ queryKey: ['audit'] })
    })
    return done
  }
  return { ...doing, times, sending }
}

/** How far it is: a sentence, and the same as a line. */
export function Progress({ done, all, says }: { done: number; all: number; says: string }) {
  return (
    <p className="progress">
      <progress value={done} max={Math.max(1, all)} aria-label={says} /> {says}
    </p>
  )
}
