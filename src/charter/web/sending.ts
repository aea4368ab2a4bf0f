import { useQueryClient } from '@tanstack/react-query'
import { announce } from '../../web/announce.tsx'
import { useSay } from '../../web/language.tsx'
import type { Text } from '../../platform/text.ts'

/** After something was recorded: say so, and read again what may have changed. */
export function useRecorded(): (said: Text) => void {
  const say = useSay()
  const client = useQueryClient()
  return (said) => {
    announce(say(said))
    void client.invalidateQueries()
  }
}

const HEX = 16

/** SHA-256 of a file, hexadecimal; undefined where the browser gives no cryptography to the page. */
export async function sha256Of(file: Blob): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle
  if (subtle === undefined) return undefined
  const hash = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()))
  return [...hash].map((byte) => byte.toString(HEX).padStart(2, '0')).join('')
}
