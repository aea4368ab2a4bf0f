import type { Sent } from './estate-query.ts'

const CHUNK = 0x8000

/** A chosen file as the server takes it; in pieces, since a spread of a large file is more than a call may carry. */
export async function sentFile(file: File): Promise<Sent> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK))
  return { path: pathIn(file), content_base64: btoa(text) }
}

/** Documents name each other by paths within their folder, whose own name says nothing. */
export function pathIn({ webkitRelativePath, name }: File): string {
  return webkitRelativePath === '' ? name : webkitRelativePath.slice(webkitRelativePath.indexOf('/') + 1)
}
