import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { announce } from '../../web/announce.tsx'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { useDoing } from './form.tsx'

/**
 * Sends something, says `done`, and reads again whatever is kept under the key. `sending` is true once it is recorded;
 * `times` counts how often that was, for forms that begin anew each time.
 */
export function useSending(queryKey: QueryKey, done: Text) {
  const say = useSay()
  const client = useQueryClient()
  const doing = useDoing()
  const [times, setTimes] = useState(0)
  const sending = async (path: string, body: object | (() => Promise<object>)): Promise<boolean> => {
    let isRecorded = false
    await doing.run(async () => {
      await send(path, typeof body === 'function' ? await body() : body)
      isRecorded = true
      setTimes((count) => count + 1)
      announce(say(done))
      await client.invalidateQueries({ queryKey })
    })
    return isRecorded
  }
  return { ...doing, times, sending }
}
