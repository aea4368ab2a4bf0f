import { extname } from 'node:path'
import { z } from '@hono/zod-openapi'
import { html } from 'hono/html'
import { placeOf } from '../../people/sign-in/limit.ts'
import type { Context } from '../../platform/context.ts'
import type { Peer } from '../../platform/http/permission.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { Pace } from './pace.ts'
import { written } from './page.ts'
import { pageWords } from './page-words.ts'
import { publishedEdition } from './published.ts'

const TYPES: { [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.mjs': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

/** Readers and the caches between keep it so long; a withdrawal is seen by all of them after that. */
const CACHED = 'public, max-age=300'

const binary = z.string().openapi({ format: 'binary' })
const pace = new Pace()

/** The page itself. Everything beside it has a name of its own. */
const page = defineRoute({
  method: 'get',
  path: '/public/',
  permission: 'public',
  summary: {
    ja: '公開されている憲章。公開されていなければ 404',
    en: 'The published charter; 404 where none is published',
  },
  reply: binary,
  handler: (ctx, { raw, peer }) => answer(ctx, 'index.html', raw.headers, peer),
})

const bare = defineRoute({
  method: 'get',
  path: '/public',
  permission: 'public',
  summary: { ja: '公開されている憲章の番地へ', en: 'To the address of the published charter' },
  reply: binary,
  handler: () => Promise.resolve(new Response(null, { status: 302, headers: { location: '/public/' } })),
})

const file = defineRoute({
  method: 'get',
  path: '/public/{file}',
  permission: 'public',
  summary: {
    ja: '公開版の一つのファイル（en.html、style.css、書体、edition.json、proof.txt、verify.mjs など）',
    en: 'One file of the public edition (en.html, style.css, fonts, edition.json, proof.txt, verify.mjs and others)',
  },
  params: z.object({ file: z.string().max(60) }),
  reply: binary,
  handler: (ctx, { params, raw, peer }) => answer(ctx, params.file, raw.headers, peer),
})

async function answer(ctx: Context, name: string, asked: Headers, peer: Peer): Promise<Response> {
  const waitSeconds = pace.waitSeconds(placeOf(peer.address), ctx.clock.now())
  if (waitSeconds > 0)
    return new Response('Too many requests.\n', {
      status: 429,
      headers: { 'retry-after': String(waitSeconds), 'content-type': 'text/plain; charset=utf-8' },
    })
  const found = (await publishedEdition(ctx))?.files.get(name)
  if (found === undefined) return nothing()
  const headers = new Headers({
    'cache-control': CACHED,
    etag: found.etag,
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
  })
  const known = (asked.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(found.etag)) return new Response(null, { status: 304, headers })
  return new Response(new Uint8Array(found.bytes), { headers })
}

function nothing(): Response {
  const { ja, en } = pageWords.nothing
  const text = written(
    html`<!doctype html>
      <html lang="ja">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width" />
          <title>404</title>
        </head>
        <body>
          <p>${ja}</p>
          <p lang="en">${en}</p>
        </body>
      </html> `,
  )
  return new Response(text, { status: 404, headers: { 'content-type': TYPES['.html']! } })
}

export const servingRoutes: Route[] = [page, bare, file]
