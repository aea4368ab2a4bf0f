import { hc } from 'hono/client'
import type { Command } from '../../platform/command.ts'
import { EXIT, InputError } from '../../platform/failure.ts'
import type { ClientOf } from '../../platform/http/route.ts'
import type { signInRoutes } from './routes.ts'

const DEFAULT_SERVER = 'http://localhost:7350'

/** `kensho claim`: becomes the first owner without a browser and prints a service token. */
export const claimCommand: Command = {
  name: 'claim',
  args: '<link>',
  describe:
    'Become the first owner by the link that `kensho up` printed, and get a service token. / 最初の責任者になる',
  options: [
    { flags: '--name <name>', describe: 'your name' },
    { flags: '--name-en <name>', describe: 'the same in Latin letters, where it is written otherwise' },
    { flags: '--server <url>', describe: 'the server, where <link> is the code alone; default: KENSHO_URL' },
    {
      flags: '--json',
      describe: 'person, token, until and the link for a browser as JSON on standard output',
    },
  ],
  run: async (io, [given], options) => {
    const name = options['name']
    if (typeof name !== 'string' || name.trim() === '')
      throw new InputError('--name', {}, 'expected your name, found none')
    const nameEn = options['nameEn']
    const { server, code } = readLink(String(given), options['server'] ?? io.env['KENSHO_URL'])
    const claimed = await send(server, {
      code,
      name,
      ...(typeof nameEn === 'string' && nameEn.trim() !== '' && { name_en: nameEn }),
    })
    const link = `${server}/welcome#${claimed.code}`
    if (options['json'] === true)
      io.out(JSON.stringify({ person: claimed.person, token: claimed.token, until: claimed.until, link }))
    else io.out(claimed.token)
    io.err(`You own this installation. The token above holds until ${claimed.until} and is shown once:`)
    io.err('  set it as KENSHO_TOKEN for kensho apply and the other commands.')
    io.err(`To sign in with a browser, open within a day: ${link}`)
    return EXIT.done
  },
}

const CODE = /^[A-Za-z0-9_-]{43}$/

/** A whole link names its server; a code alone needs one. Throws InputError. */
function readLink(given: string, other: unknown): { server: string; code: string } {
  const url = URL.canParse(given) ? new URL(given) : undefined
  const code = url === undefined ? given : url.hash.slice(1)
  const isWeb = url === undefined || /^https?:$/.test(url.protocol)
  if (!CODE.test(code) || !isWeb)
    throw new InputError('link', {}, `expected a link such as ${DEFAULT_SERVER}/welcome#…, found none`)
  const written = typeof other === 'string' && other !== '' ? other : (url?.origin ?? DEFAULT_SERVER)
  if (!URL.canParse(written) || !/^https?:$/.test(new URL(written).protocol))
    throw new InputError('--server', {}, `expected a URL such as ${DEFAULT_SERVER}, found ${written}`)
  return { server: new URL(written).origin, code }
}

async function send(server: string, json: { code: string; name: string; name_en?: string }) {
  const client = hc<ClientOf<ReturnType<typeof signInRoutes>>>(server, { headers: { origin: server } })
  const response = await client.api['sign-in'].claim.$post({ json }).catch((problem: Error) => {
    throw new InputError(server, {}, `expected a kensho that answers, found none (${problem.message})`)
  })
  if (response.ok) return response.json()
  const body = await response.text()
  throw new InputError(server, {}, `the server answered ${response.status}: ${wordsOf(body)}`)
}

function wordsOf(body: string): string {
  try {
    const complaint = JSON.parse(body) as { error?: { text?: { en?: string }; expected?: string } }
    return complaint.error?.text?.en ?? complaint.error?.expected ?? body.slice(0, 200)
  } catch {
    // Not from kensho, a proxy's page for instance.
    return body.slice(0, 200)
  }
}
