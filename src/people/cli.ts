import type { Command, CommandIo, CommandOption, CommandOptions } from '../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../platform/failure.ts'
import type { Audit } from './audit.ts'
import { ask, SERVER_OPTION } from '../platform/remote.ts'
import type { Json } from '../platform/text.ts'

const JSON_OPTION = { flags: '--json', describe: 'the answer as JSON on standard output' }

type Request = {
  method?: 'GET' | 'POST'
  path: string
  query?: Record<string, string | undefined>
  body?: Json
}

type Verb = {
  name: string
  args?: string
  describe: string
  options?: CommandOption[]
  request: (args: readonly string[], option: (name: string) => string | undefined) => Request
  /** The answer in lines; absent: that it is done. */
  lines?: (answer: never) => string[]
  /** Absent: it is done. */
  status?: (answer: never) => ExitStatus
}

type Named = { id: string; name: { ja: string; en: string } }
type PersonLine = Named & { kind: string; until?: string }

const VERBS: Verb[] = [
  {
    name: 'people me',
    describe: 'Who the token acts for and what it may do. / トークンは誰のもので、何ができるか',
    request: () => ({ path: '/api/people/me' }),
    lines: (me: { person?: Named; permissions: string[] }) => [
      me.person === undefined ? 'nobody: set KENSHO_TOKEN' : shown(me.person),
      ...me.permissions.map((permission) => `  ${permission}`),
    ],
  },
  {
    name: 'people list',
    describe: 'Persons. / 人の一覧',
    options: [
      { flags: '--q <text>', describe: 'only those with this in name or id' },
      { flags: '--after <id>', describe: 'those after this id: the next page' },
    ],
    request: (_, option) => ({
      path: '/api/people/persons',
      query: { q: option('q'), after: option('after'), limit: '200' },
    }),
    lines: ({ persons, next }: { persons: PersonLine[]; next?: string }) => [
      ...persons.map(
        (one) => `${shown(one)}  ${one.kind}${one.until === undefined ? '' : `  until ${one.until}`}`,
      ),
      ...(next === undefined ? [] : [`… more: --after ${next}`]),
    ],
  },
  {
    name: 'people add',
    args: '<name>',
    describe: 'Enter a person. / 人を登録する',
    options: [
      { flags: '--id <id>', describe: 'pseudonymous id; default: one is made' },
      { flags: '--name-en <name>', describe: 'the name in Latin letters' },
      { flags: '--mail <address>', describe: 'mail address' },
      { flags: '--phone <number>', describe: 'telephone number' },
      { flags: '--outsourced', describe: 'outsourced staff; needs --superior' },
      { flags: '--superior <id>', describe: 'who is above this person' },
    ],
    request: ([name], option) => ({
      path: '/api/people/persons',
      body: defined({
        name: name!,
        id: option('id'),
        name_en: option('nameEn'),
        mail: option('mail'),
        phone: option('phone'),
        kind: option('outsourced') === undefined ? 'employee' : 'outsourced',
        superior: option('superior'),
      }),
    }),
    lines: ({ id }: { id: string }) => [id],
  },
  {
    name: 'people leave',
    args: '<id>',
    describe: 'A person leaves; roles, delegations and tokens end. / 退職を登録する',
    options: [{ flags: '--until <instant>', describe: 'when (ISO 8601 with offset); default: now' }],
    request: ([id], option) => ({ path: ofPerson(id, 'leave'), body: defined({ until: option('until') }) }),
  },
  {
    name: 'people erase',
    args: '<id>',
    describe: 'Erase the name and contacts of one who has left; cannot be undone. / 氏名と連絡先を消去する',
    options: [{ flags: '--confirm <id>', describe: 'the same id once more' }],
    request: ([id], option) => {
      if (option('confirm') !== id) throw new InputError('--confirm', {}, `expected the id once more: ${id}`)
      return { path: ofPerson(id, 'erase'), body: { confirm: id! } }
    },
  },
  {
    name: 'people superior',
    args: '<person> <superior>',
    describe: 'Say who is above a person. / 上長を登録する',
    options: [
      { flags: '--from <instant>', describe: 'from when on; default: now' },
      { flags: '--until <instant>', describe: 'until when; default: open' },
    ],
    request: ([person, superior], option) => ({
      path: '/api/people/superiors',
      body: defined({ person, superior, from: option('from'), until: option('until') }),
    }),
    lines: ({ id }: { id: string }) => [id],
  },
  {
    name: 'people grant',
    args: '<person> <role>',
    describe: 'Grant a role. / 役割を与える',
    options: [
      { flags: '--object <id>', describe: 'on this object only' },
      { flags: '--until <instant>', describe: 'until when; default: open' },
    ],
    request: ([person, role], option) => ({
      path: '/api/people/grants',
      body: defined({ person, role, object: option('object'), until: option('until') }),
    }),
    lines: ({ id }: { id: string }) => [id],
  },
  {
    name: 'people grants',
    describe: 'Who has and had which role. / 誰がどの役割を持つか',
    options: [{ flags: '--person <id>', describe: 'of this person only' }],
    request: (_, option) => ({ path: '/api/people/grants', query: { person: option('person') } }),
    lines: ({
      grants,
    }: {
      grants: { id: string; person: Named; role: string; object?: string; until?: string }[]
    }) =>
      grants.map(({ id, person, role, object, until }) => {
        const where = object === undefined ? '' : `  on ${object}`
        return `${id}  ${shown(person)}  ${role}${where}${until === undefined ? '' : `  until ${until}`}`
      }),
  },
  {
    name: 'people withdraw',
    args: '<grant>',
    describe: 'Withdraw a granted role, by the id of the grant. / 役割を取り消す',
    request: ([id]) => ({ method: 'POST', path: `/api/people/grants/${encodeURIComponent(id!)}/withdraw` }),
  },
  {
    name: 'people audit',
    describe:
      'Whether persons and rights are what the ledger says; exit 1 if not. / 人と権限が台帳のとおりかを確かめる',
    request: () => ({ path: '/api/people/audit' }),
    lines: ({ facts, rows, differences }: Audit) => [
      ...differences.map(({ row, because }) => `▲ ${row}: ${because}`),
      `${rows} rows compared with ${facts} facts, ${differences.length} differences`,
    ],
    status: ({ differences }: Audit) => (differences.length === 0 ? EXIT.done : EXIT.violation),
  },
]

function ofPerson(id: string | undefined, verb: string): string {
  return `/api/people/persons/${encodeURIComponent(id!)}/${verb}`
}

function shown({ id, name }: Named): string {
  return `${id}  ${name.ja}${name.en === name.ja ? '' : ` / ${name.en}`}`
}

function defined(body: Record<string, string | undefined>): Json {
  return Object.fromEntries(Object.entries(body).filter((entry) => entry[1] !== undefined)) as Json
}

/** `kensho people …`: what scripts need to set up people, by a token in KENSHO_TOKEN. */
export const peopleCommands: Command[] = VERBS.map(({ name, args, describe, options = [], ...verb }) => ({
  name,
  ...(args !== undefined && { args }),
  describe,
  options: [...options, SERVER_OPTION, JSON_OPTION],
  run: (io, given, chosen) => run(io, verb, given as string[], chosen),
}))

async function run(
  io: CommandIo,
  { request, lines, status }: Pick<Verb, 'request' | 'lines' | 'status'>,
  args: readonly string[],
  options: CommandOptions,
): Promise<ExitStatus> {
  const option = (name: string) => {
    const value = options[name]
    return value === undefined || value === false ? undefined : String(value)
  }
  const { body, ...asked } = request(args, option)
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
  const sent = content && { body: { type: 'application/json', content } }
  const answer = await ask(io, options, { ...asked, ...sent })
  if (options['json'] === true) io.out(answer)
  else for (const line of lines?.(JSON.parse(answer) as never) ?? ['done']) io.out(line)
  return status?.(JSON.parse(answer) as never) ?? EXIT.done
}
