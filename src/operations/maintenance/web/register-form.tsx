import { Area, Choice, Input, linesOf, Sheet, type Values } from '../../../charter/web/fields.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import type { Text } from '../../../platform/text.ts'
import { send } from '../../../web/fetching.ts'
import { useGo } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { EntryContent } from '../register/amend.ts'
import type { ShownEntry } from '../register/page.ts'
import type { Register } from './register-query.ts'
import { registerWords as words } from './register-words.ts'

const ROLES = ['notices', 'desk', 'escalation', 'sales'] as const
type Role = (typeof ROLES)[number]

const optionsOf = <Key extends string>(named: Record<Key, Text>): { value: Key; word: Text }[] =>
  Object.entries<Text>(named).map(([value, word]) => ({ value: value as Key, word }))

/** An entry as it is to be, put forward for another's approval. Without an entry: a new one. */
export function EntryForm({ register, entry }: { register: Register; entry: ShownEntry | undefined }) {
  const go = useGo()
  const recorded = useRecorded()
  const close = () =>
    go(paths.maintenance({ view: 'register', ...(entry && { entry: entry.id }) }), { replace: true })
  const put = async (values: Values): Promise<Text | undefined> => {
    const content = contentOf(values, entry)
    if ('wrong' in content) return content.wrong
    const asked = { entry: content.id, content, note: values('note') }
    await send('/api/maintenance/register/proposals', asked)
    go(paths.maintenance({ view: 'register' }), { replace: true })
    recorded(words.proposed)
    return undefined
  }
  const parties = register.parties.map(({ id, name }) => ({ value: id, word: name }))
  return (
    <Sheet
      title={entry === undefined ? words.add : words.changeTitle}
      lead={words.changeLead}
      send={words.propose}
      onSend={put}
      onCancel={close}
    >
      {entry === undefined && (
        <Input
          label={words.id}
          hint={words.idHint}
          name="id"
          pattern="[A-Za-z0-9][A-Za-z0-9._\-]{0,99}"
          initial={register.without_entry.length > 0 ? `${register.without_entry[0]}-notices` : ''}
        />
      )}
      <Choice
        label={words.provider}
        name="party"
        options={parties}
        {...(entry && { initial: entry.party })}
      />
      <Choice
        label={words.channel}
        name="channel"
        options={optionsOf(words.channels)}
        initial={entry?.channel ?? 'mail'}
      />
      <Area
        label={words.senders}
        hint={words.sendersHint}
        name="senders"
        rows={2}
        required={false}
        mono
        initial={(entry?.senders ?? []).join('\n')}
      />
      <Area
        label={words.contacts}
        hint={words.contactsHint}
        name="contacts"
        rows={3}
        mono
        initial={(entry?.contacts ?? [])
          .map((one) => `${one.role} ${one.address ?? one.phone ?? ''}`)
          .join('\n')}
      />
      <Area
        label={words.covers}
        hint={words.coversHint}
        name="covers"
        rows={2}
        required={false}
        mono
        initial={(entry?.covers ?? []).join('\n')}
      />
      <Expectations entry={entry} />
      <Area label={words.note} name="note" rows={2} required={false} />
    </Sheet>
  )
}

/** What its notices are held to, and what may be done where they do not suit. */
function Expectations({ entry }: { entry: ShownEntry | undefined }) {
  return (
    <>
      <Days
        label={words.noticeDays}
        hint={words.noticeHint}
        name="notice_days"
        initial={entry?.notice_days}
      />
      <Days label={words.silenceDays} name="silence_days" initial={entry?.silence_days} />
      <Input
        label={words.judgeHours}
        hint={words.judgeHint}
        name="judge_hours"
        type="number"
        min={1}
        max="1000"
        initial={entry?.judge_hours ?? 24}
      />
      <Input
        label={words.portalUrl}
        name="portal_url"
        required={false}
        {...(entry?.portal && { initial: entry.portal.url })}
      />
      <Days label={words.portalDays} name="portal_days" initial={entry?.portal?.every_days} />
      <Choice
        label={words.language}
        name="language"
        options={optionsOf(words.languages)}
        initial={entry?.language ?? 'ja'}
      />
      <Choice
        label={words.reschedule}
        name="reschedule"
        options={optionsOf(words.reschedules)}
        initial={entry?.reschedule ?? 'ask'}
      />
      <Choice
        label={words.tolerates}
        name="tolerates"
        options={optionsOf(words.toleratesOptions)}
        initial={toleranceOf(entry?.tolerates ?? ['capacity'])}
      />
    </>
  )
}

function Days({
  initial,
  ...named
}: {
  label: Text
  hint?: Text
  name: string
  initial: number | undefined
}) {
  return (
    <Input
      {...named}
      type="number"
      min={0}
      max="3660"
      required={false}
      {...(initial !== undefined && { initial })}
    />
  )
}

function toleranceOf(tolerates: EntryContent['tolerates']): keyof typeof words.toleratesOptions {
  if (tolerates.includes('redundancy-lost')) return 'redundancy'
  return tolerates.includes('capacity') ? 'capacity' : 'none'
}

const TOLERATED: Record<string, EntryContent['tolerates']> = {
  none: [],
  capacity: ['capacity'],
  redundancy: ['redundancy-lost', 'capacity'],
}

/** What was typed as an entry; what is wrong with it, in words, where it is none. */
function contentOf(values: Values, entry: ShownEntry | undefined): EntryContent | { wrong: Text } {
  const contacts = linesOf(values('contacts')).map(contactOf)
  const unread = contacts.find((one) => typeof one === 'string')
  if (typeof unread === 'string') return { wrong: words.contactsWrong(unread) }
  const channel = values('channel') as EntryContent['channel']
  const [url, everyDays] = [values('portal_url'), values('portal_days')]
  if ((url === '') !== (everyDays === '') || (channel === 'portal' && url === ''))
    return { wrong: words.portalNeeded }
  const covers = linesOf(values('covers'))
  return {
    id: entry?.id ?? values('id'),
    party: values('party'),
    ...(covers.length > 0 && { covers }),
    channel,
    senders: linesOf(values('senders')),
    contacts: contacts.filter((one) => typeof one !== 'string'),
    ...counted('notice_days', values('notice_days')),
    ...counted('silence_days', values('silence_days')),
    ...(url !== '' && { portal: { url, every_days: Number(everyDays) } }),
    judge_hours: Number(values('judge_hours')),
    language: values('language') as EntryContent['language'],
    reschedule: values('reschedule') as EntryContent['reschedule'],
    tolerates: TOLERATED[values('tolerates')] ?? [],
    from: entry?.from ?? new Date().toISOString(),
  }
}

function counted<Name extends string>(name: Name, typed: string): { [key in Name]?: number } {
  return typed === '' ? {} : ({ [name]: Number(typed) } as { [key in Name]: number })
}

function contactOf(line: string): EntryContent['contacts'][number] | string {
  const [role = '', ...rest] = line.split(/\s+/)
  const where = rest.join(' ')
  if (!ROLES.includes(role as Role) || where === '') return line
  return { role: role as Role, ...(where.includes('@') ? { address: where } : { phone: where }) }
}
