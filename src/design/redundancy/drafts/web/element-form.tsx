import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Problem } from '../../../../people/web/form.tsx'
import type { Text } from '../../../../platform/text.ts'
import { useSay } from '../../../../web/language.tsx'
import { join } from '../../../../web/message.ts'
import { nameOf } from '../../web/naming.ts'
import type { Prepared } from '../../prepare.ts'
import { takesDownOf } from '../../takes-down.ts'
import type { DraftPage } from '../page.ts'
import { objectQuery, useDraftSending, type ObjectShown } from './draft-query.ts'
import { changedFields, fieldsOf, typed, type Field } from './element-fields.ts'
import { words } from './words.ts'

const LISTED_MAX = 2000

/** Ids to choose from while typing. */
export function IdLists({ network }: { network: DraftPage['network'] }) {
  const { nodes, risks, groups, links } = network
  const lists = {
    node: nodes,
    risk: risks,
    any: [...risks, ...groups, ...nodes, ...links],
  }
  return Object.entries(lists).map(([of, things]) => (
    <datalist key={of} id={`ids-${of}`}>
      {things.slice(0, LISTED_MAX).map((thing) => (
        <option key={thing.id} value={thing.id} label={nameOf(thing).ja} />
      ))}
    </datalist>
  ))
}

/** The fields of one element. */
function Fields({
  collection,
  initial,
  all,
}: {
  collection: string
  initial: Record<string, unknown>
  all: boolean
}) {
  return fieldsOf(collection).map((field) => (
    <FieldInput key={field.name} field={field} initial={typed(field, initial)} required={all} />
  ))
}

function FieldInput({ field, initial, required }: { field: Field; initial: string; required: boolean }) {
  const say = useSay()
  const id = useId()
  const { name, kind, of } = field
  const common = { id, name, defaultValue: initial, required: required && field.needed === true }
  return (
    <div className="field">
      <label htmlFor={id}>{say(field.label)}</label>
      {kind === 'list' ? (
        <textarea
          {...common}
          rows={Math.min(5, Math.max(2, initial.split('\n').length))}
          aria-describedby={`${id}-hint`}
        />
      ) : kind === 'flag' ? (
        <select {...common} required={false}>
          <option value="">{say({ ja: 'いいえ', en: 'no' })}</option>
          <option value="true">{say({ ja: 'はい', en: 'yes' })}</option>
        </select>
      ) : kind === 'choice' ? (
        <select {...common} required={false}>
          <option value="">{say({ ja: 'なし', en: 'none' })}</option>
          {field.options?.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={kind === 'day' ? 'date' : 'text'}
          inputMode={kind === 'number' || kind === 'capacity' ? 'decimal' : undefined}
          autoComplete="off"
          list={kind === 'id' ? `ids-${of ?? 'any'}` : undefined}
        />
      )}
      {kind === 'list' && (
        <p id={`${id}-hint`} className="hint">
          {say(words.oneALine)}
        </p>
      )}
    </div>
  )
}

function valuesIn(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form)
  return (name) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
}

type ChosenProps = {
  page: DraftPage
  ready: Prepared
  object: string
  onLink: (from: string) => void
  onDone: () => void
}

/** What is chosen in the picture: what its loss would stop, and its fields to change, or the whole of it to take away. */
export function ChosenElement({ page, ready, object, onLink, onDone }: ChosenProps) {
  const say = useSay()
  const { id, head } = page.draft
  const query = useQuery(objectQuery(id, head, object))
  if (query.isPending) return <p className="quiet-wait">{say(words.sending)}</p>
  if (query.data === undefined) {
    return (
      <section className="sheet">
        <h3 className="mono">{object}</h3>
        <Loss ready={ready} object={object} page={page} />
        <p className="soft">{say(words.notInDocuments)}</p>
      </section>
    )
  }
  const isNode = page.network.nodes.some((node) => node.id === object)
  return (
    <ChangeForm
      key={`${object} ${head}`}
      {...{ page, ready, object, onDone }}
      shown={query.data}
      {...(isNode && { onLink })}
    />
  )
}

type ChangeProps = Omit<ChosenProps, 'onLink'> & { shown: ObjectShown; onLink?: (from: string) => void }

function ChangeForm({ page, ready, object, shown, onLink, onDone }: ChangeProps) {
  const say = useSay()
  const { id, head } = page.draft
  const { busy, error, edit } = useDraftSending(id)
  const [wrong, setWrong] = useState<Text>()
  const { collection, fields, path } = shown
  const change = (form: HTMLFormElement): void => {
    const changed = changedFields(collection, fields, valuesIn(form))
    setWrong(Object.keys(changed).length === 0 ? words.nothingTyped : undefined)
    if (Object.keys(changed).length === 0) return
    void edit(head, [{ kind: 'change', id: object, collection, fields: changed }], words.changedSaid(object))
  }
  const remove = (): void => {
    void edit(head, [{ kind: 'remove', id: object, collection }], words.removedSaid(object)).then(onDone)
  }
  return (
    <form
      className="sheet"
      aria-label={`${say(words.change)} ${object}`}
      onSubmit={(event) => {
        event.preventDefault()
        change(event.currentTarget)
      }}
    >
      <h3>
        {say(words.change)} <span className="mono">{object}</span>
      </h3>
      <p className="lead-line">{say(words.stands(path))}</p>
      <Loss ready={ready} object={object} page={page} />
      <div className="fields">
        <Fields collection={collection} initial={fields} all={false} />
      </div>
      <Problem error={wrong ?? error} />
      <p className="sheet-foot">
        <button type="submit" className="button strong" disabled={busy}>
          {say(busy ? words.sending : words.save)}
        </button>
        {onLink !== undefined && (
          <button type="button" className="button" onClick={() => onLink(object)}>
            {say(words.linkHere)}
          </button>
        )}
        <button type="button" className="button" disabled={busy} onClick={remove}>
          {say(words.removeDo)}
        </button>
      </p>
    </form>
  )
}

const NAMES_MAX = 4

/** What its loss would stop in the design. */
function Loss({ ready, object, page }: { ready: Prepared; object: string; page: DraftPage }) {
  const say = useSay()
  const { services, unresolved } = takesDownOf(ready, [object])
  if (unresolved.length > 0) return null
  const named = new Map(page.network.services.map((service) => [service.id, nameOf(service)]))
  const stopped = services.map((service) => named.get(service.id) ?? { ja: service.id, en: service.id })
  if (stopped.length === 0) return <p>{say(words.ifLostNone)}</p>
  const more = stopped.length > NAMES_MAX ? [words.more(stopped.length - NAMES_MAX)] : []
  return <p className="state-fail">{say(words.ifLost(join([...stopped.slice(0, NAMES_MAX), ...more])))}</p>
}

type AddProps = {
  page: DraftPage
  /** What is added; for a link with the ends that were chosen in the picture. */
  collection: string
  initial: Record<string, unknown>
  hint?: Text | undefined
  onDone: () => void
}

/** A new element, by its fields. */
export function AddForm({ page, collection, initial, hint, onDone }: AddProps) {
  const say = useSay()
  const idField = useId()
  const { id, head } = page.draft
  const { busy, error, edit } = useDraftSending(id)
  const title = words.kinds[collection as keyof typeof words.kinds]
  const add = (form: HTMLFormElement): void => {
    const values = valuesIn(form)
    const fields = Object.entries(changedFields(collection, {}, values)).filter(([, value]) => value !== null)
    const element = { id: values('id'), ...Object.fromEntries(fields) }
    void edit(head, [{ kind: 'add', collection, element }], words.addedSaid(values('id')))
  }
  return (
    <form
      className="sheet"
      aria-label={`${say(words.add)}: ${say(title)}`}
      onSubmit={(event) => {
        event.preventDefault()
        add(event.currentTarget)
      }}
    >
      <h3>
        {say(words.add)}
        {say({ ja: '：', en: ': ' })}
        {say(title)}
      </h3>
      {hint !== undefined && (
        <p className="lead-line" role="status">
          {say(hint)}
        </p>
      )}
      <div className="fields">
        <div className="field">
          <label htmlFor={idField}>{say({ ja: '識別子', en: 'Identifier' })}</label>
          <input
            id={idField}
            name="id"
            required
            maxLength={256}
            autoComplete="off"
            spellCheck={false}
            className="mono"
          />
        </div>
        <Fields key={JSON.stringify(initial)} collection={collection} initial={initial} all />
      </div>
      <Problem error={error} />
      <p className="sheet-foot">
        <button type="submit" className="button strong" disabled={busy}>
          {say(busy ? words.sending : words.addDo)}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {say(words.cancel)}
        </button>
      </p>
    </form>
  )
}
