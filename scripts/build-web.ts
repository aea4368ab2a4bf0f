import { fileURLToPath } from 'node:url'
import { builtWeb } from '../src/web-build.ts'

/** Builds the browser's files if they are not those of these sources; `kensho up` does the same. */
await builtWeb(fileURLToPath(new URL('..', import.meta.url)), console.log)
