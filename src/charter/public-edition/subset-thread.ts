import { readFile } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import subsetFont from 'subset-font'

/** In a thread of its own: cutting fonts down takes seconds, in which the server answers others. */
const { paths, characters } = workerData as { paths: string[]; characters: string }
for (const path of paths) {
  const bytes = await subsetFont(await readFile(path), characters, { targetFormat: 'woff2' })
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(new Uint8Array(bytes))
}
