import '../../../charter/web/clause.css'
import { Area, Choice, Input, Sheet, type Values } from '../../../charter/web/fields.tsx'
import { PersonChoice } from '../../../charter/web/person-choice.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import { useMay } from '../../../charter/web/standing.ts'
import type { Text } from '../../../platform/text.ts'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { WallRowView } from '../wall/page.ts'
import { RESOURCE_FIELDS, typedFields, type ResourceField } from './resource-fields.ts'
import { words } from './words.ts'

type FormProps = { row?: WallRowView; close: () => void }

/**
 * A resource that is changed or added, as a design: the estate is what its documents say, so a change of them is drawn,
 * reviewed by another and applied as any other.
 */
export function ResourceForm({ row, close }: FormProps) {
  const say = useSay()
  const go = useGo()
  const recorded = useRecorded()
  const open = async (values: Values): Promise<Text | undefined> => {
    const owner = values('owner')
    const fields = {
      ...typedFields(row, values),
      ...(owner !== (row?.owner?.id ?? '') && { owner: owner === '' ? null : owner }),
    }
    if (Object.keys(fields).length === 0) return words.form.nothing
    const id = row?.id ?? values('id')
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
    const edit =
      row === undefined
        ? { kind: 'add', collection: 'resources', element: given }
        : { kind: 'change', collection: 'resources', id, fields }
    const title = say(row === undefined ? words.form.addTitle(id) : words.form.changeTitle(row.name))
    const draft = await send<{ id: string }>('/api/redundancy/drafts', {
      title: title.slice(0, TITLE_MAX),
      reason: values('reason'),
      edits: [edit],
    })
    recorded(words.form.opened)
    go(paths.drafts({ draft: draft.id }))
    return undefined
  }
  return (
    <Sheet
      title={row === undefined ? words.form.add : words.form.change}
      lead={words.form.lead}
      send={words.form.open}
      onSend={open}
      onCancel={close}
    >
      {RESOURCE_FIELDS.filter(({ once }) => row === undefined || once !== true).map((field) => (
        <FieldInput key={field.name} field={field} row={row} />
      ))}
      <p>
        <Link href={paths.monitoring()}>{say(words.stored.look)}</Link>
      </p>
      <PersonChoice label={words.owner} name="owner" initial={row?.owner?.id ?? ''} />
      <Area label={words.reason} name="reason" rows={2} />
    </Sheet>
  )
}

const TITLE_MAX = 200
const DAYS_MAX = 36_500

function FieldInput({ field, row }: { field: ResourceField; row: WallRowView | undefined }) {
  const { name, label, hint, kind, options = [], needed = false } = field
  const initial = row === undefined ? '' : field.initial(row)
  const common = { name, label, hint, initial }
  if (kind === 'lines') return <Area {...common} required={false} rows={3} mono />
  if (kind === 'choice') return <Choice {...common} options={options} />
  const whole = kind === 'days' ? { type: 'number' as const, min: 0, max: String(DAYS_MAX) } : {}
  return <Input {...common} {...whole} required={needed} />
}

type OpenProps = { label: Text; isOpen: boolean; row?: WallRowView; onOpen: () => void; onClose: () => void }

/** The form, or the way to it with what keeps one from it. */
export function ResourceChange({ label, isOpen, row, onOpen, onClose }: OpenProps) {
  const say = useSay()
  const { may, why } = useMay()('redundancy.draft')
  if (isOpen && may) return <ResourceForm {...(row !== undefined && { row })} close={onClose} />
  return (
    <p className="plan-verbs unprinted">
      <button type="button" className="button" disabled={!may} onClick={onOpen}>
        {say(label)}
      </button>
      {why !== undefined && <span className="why-not">{say(why)}</span>}
    </p>
  )
}
