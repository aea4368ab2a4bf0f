import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readWebFiles } from './files.ts'
import type { WebFiles } from './files.ts'

let folder: string
let files: WebFiles
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kensho-web-'))
  await mkdir(join(folder, 'web/assets'), { recursive: true })
  await writeFile(join(folder, 'secret.txt'), 'secret')
  const write = (name: string, text: string) => writeFile(join(folder, 'web', name), text)
  await write('index.html', '<!doctype html>')
  await write('assets/app-1a2b.js', 'plain')
  await write('assets/app-1a2b.js.br', 'brotli')
  await write('assets/app-1a2b.js.gz', 'gzip')
  await write('assets/font-3c.woff2', 'font')
  await write('alone.gz', 'an archive')
  await symlink(join(folder, 'secret.txt'), join(folder, 'web/link.txt'))
  files = await readWebFiles(pathToFileURL(join(folder, 'web/')))
})
afterAll(() => rm(folder, { recursive: true }))

const answer = (path: string, headers: Record<string, string> = {}) =>
  files.answer(path, new Headers(headers))

it('serves what was built, hashed names for ever and the page anew each time', async () => {
  expect(files.count).toBe(4)
  const script = answer('/assets/app-1a2b.js')
  expect(await script?.text()).toBe('plain')
  expect(script?.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(script?.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(script?.headers.get('content-length')).toBe('5')
  expect(answer('/assets/font-3c.woff2')?.headers.get('content-type')).toBe('font/woff2')
  expect(answer('/alone.gz')?.headers.get('content-type')).toBe('application/octet-stream')
  const page = answer('/index.html')
  expect([await page?.text(), page?.headers.get('cache-control')]).toEqual(['<!doctype html>', 'no-cache'])
})

it('gives the page for every path of the app, and nothing for files that do not exist', async () => {
  for (const path of ['/', '/clauses/2.1/', '/charter', '/en/board'])
    expect(await answer(path)?.text(), path).toBe('<!doctype html>')
  for (const path of ['/assets/gone.js', '/favicon.ico', '/link.txt', '/../secret.txt', '/%2e%2e/secret.txt'])
    expect(answer(path), path).toBeUndefined()
})

it('prefers what was compressed at build time, if the browser takes it', async () => {
  const text = async (accepted: string) =>
    answer('/assets/app-1a2b.js', { 'accept-encoding': accepted })?.text()
  expect(await text('gzip, deflate, br')).toBe('brotli')
  expect(await text('gzip;q=0.5')).toBe('gzip')
  expect(await text('br;q=0, gzip;q=0.0')).toBe('plain')
  expect(await text('identity')).toBe('plain')
  const compressed = answer('/assets/app-1a2b.js', { 'accept-encoding': 'br' })
  expect(compressed?.headers.get('content-encoding')).toBe('br')
  expect(compressed?.headers.get('vary')).toBe('accept-encoding')
  await compressed?.body?.cancel()
})

it('answers 304 to who has it already, per encoding', async () => {
  const etag = answer('/index.html')?.headers.get('etag') ?? ''
  expect(answer('/', { 'if-none-match': `W/"x", ${etag}` })?.status).toBe(304)
  expect(answer('/', { 'if-none-match': '"x"' })?.status).toBe(200)
  const brotli = answer('/assets/app-1a2b.js', { 'accept-encoding': 'br' })?.headers.get('etag') ?? ''
  expect(answer('/assets/app-1a2b.js', { 'if-none-match': brotli })?.status).toBe(200)
})

it('answers HEAD with the same headers and no body', () => {
  const head = files.answer('/', new Headers(), 'HEAD')
  expect([head?.status, head?.body, head?.headers.get('content-length')]).toEqual([200, null, '15'])
})

it('has nothing where nothing was built', async () => {
  const none = await readWebFiles(pathToFileURL(join(folder, 'nowhere/')))
  expect(none.count).toBe(0)
  expect(none.answer('/', new Headers())).toBeUndefined()
})
