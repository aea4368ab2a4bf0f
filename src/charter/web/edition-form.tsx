import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../people/web/people-query.ts'
import type { Text } from '../../platform/text.ts'
import { dayAfter } from '../../web/civil-day.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import type { Board } from '../board.ts'
import { CLAUSES, type Clause } from '../clauses.ts'
import { editionQuery, type EditionLine, type EditionWhole } from './edition-query.ts'
import { words } from './edition-words.ts'
import { Area, Input, Sheet, type Values } from './fields.tsx'
import { PersonChoice } from './person-choice.tsx'
import { Trouble } from './section-parts.tsx'
import { useRecorded } from './sending.ts'
import { useDays } from './standing.ts'

type FormProps = {
  board: Board
  editions: readonly EditionLine[]
  /** The edition that is worded anew; a new one otherwise. */
  amended: EditionLine | undefined
  close: () => void
}

/** What stands in the fields at first. */
type Draft = Pick<EditionWhole, 'preamble' | 'clauses'> & {
  number: number
  title: Text
  office: Text
  person: string
  effective: string
}

/** A new edition begins with the words that stand now; one that is worded anew, with its own. */
export function EditionForm(props: FormProps) {
  return props.amended === undefined ? <New {...props} /> : <Again {...props} amended={props.amended} />
}

function New({ board, editions, close }: FormProps) {
  const { today } = useDays()
  const { data: me } = useQuery(meQuery)
  if (me === undefined || today === '') return null
  const { title, preamble, issuer, edition } = board.charter
  const draft: Draft = {
    number: Math.max(edition, ...editions.map((one) => one.edition)) + 1,
    title,
    preamble,
    clauses: board.entries,
    office: issuer?.office ?? { ja: '', en: '' },
    person: editions.at(-1)?.issuer.person ?? me.person?.id ?? '',
    effective: dayAfter(today, 1),
  }
  return <Wording {...{ draft, close }} how="draft" />
}

function Again({ amended, close }: FormProps & { amended: EditionLine }) {
  const query = useQuery(editionQuery(amended))
  if (query.data === undefined) return <Trouble query={query} />
  const { edition, ...rest } = query.data
  const { title, effective, issuer } = edition
  const draft = {
    ...rest,
    number: edition.edition,
    title,
    effective,
    office: issuer.office,
    person: issuer.person,
  }
  return <Wording {...{ draft, close }} how="amend" />
}

function Wording({ draft, how, close }: { draft: Draft; how: 'draft' | 'amend'; close: () => void }) {
  const say = useSay()
  const recorded = useRecorded()
  const { form } = words
  const write = async (values: Values): Promise<Text | undefined> => {
    const written = writtenOf(values)
    if ('wrong' in written) return written.wrong
    const path = `/api/charter/editions/${values('number')}`
    await send(path, written, how === 'draft' ? 'POST' : 'PUT')
    recorded(words.sent)
    close()
    return undefined
  }
  return (
    <Sheet
      title={how === 'draft' ? words.write : words.amend}
      lead={form.lead}
      send={form.send}
      onSend={write}
      onCancel={close}
    >
      {how === 'draft' ? (
        <Input label={form.number} name="number" type="number" min={1} initial={draft.number} />
      ) : (
        <input type="hidden" name="number" value={draft.number} />
      )}
      <Input label={form.effective} name="effective" type="date" initial={draft.effective} />
      <PersonChoice label={form.person} name="person" initial={draft.person} />
      <Input label={form.titleJa} name="title.ja" initial={draft.title.ja} />
      <Input label={form.titleEn} name="title.en" initial={draft.title.en} />
      <Input label={form.officeJa} name="office.ja" initial={draft.office.ja} />
      <Input label={form.officeEn} name="office.en" initial={draft.office.en} />
      <Area
        label={form.preambleJa}
        name="preamble.ja"
        rows={8}
        initial={joined(draft.preamble, 'ja')}
        required={false}
      />
      <Area
        label={form.preambleEn}
        hint={form.preambleHint}
        name="preamble.en"
        rows={8}
        initial={joined(draft.preamble, 'en')}
        required={false}
      />
      <fieldset className="field wide edition-clauses">
        <legend>{say(form.clauses)}</legend>
        <p className="hint">{say(form.clausesHint)}</p>
        {draft.clauses.map((clause) => (
          <ClauseFields key={clause.id} clause={clause} />
        ))}
      </fieldset>
    </Sheet>
  )
}

function ClauseFields({ clause: { id, title, text } }: { clause: Clause }) {
  const say = useSay()
  const { form } = words
  return (
    <details>
      <summary>
        <span className="number">{id}</span> {say(title)}
      </summary>
      {(['ja', 'en'] as const).map((language) => (
        <div key={language} className="fields">
          <Input
            label={{
              ja: `${id} ${form.clauseTitle.ja}（${form[language].ja}）`,
              en: `${id} ${form.clauseTitle.en} (${form[language].en})`,
            }}
            name={`${id} title ${language}`}
            initial={title[language]}
            required={false}
            wide
          />
          <Area
            label={{
              ja: `${id} ${form.clauseText.ja}（${form[language].ja}）`,
              en: `${id} ${form.clauseText.en} (${form[language].en})`,
            }}
            name={`${id} text ${language}`}
            initial={text?.[language] ?? ''}
            required={false}
          />
        </div>
      ))}
    </details>
  )
}

function joined(paragraphs: readonly Text[], language: 'ja' | 'en'): string {
  return paragraphs.map((paragraph) => paragraph[language]).join('\n\n')
}

function paragraphsOf(text: string): string[] {
  return text
    .split(/\r?\n(?:[ \t\u3000]*\r?\n)+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
}

type Written = {
  title: Text
  preamble: Text[]
  issuer: { office: Text; person: string }
  effective: string
  clauses: Clause[]
}

/** What was typed, or what is wrong with it. A clause is sent where it is worded otherwise than the product does. */
function writtenOf(values: Values): Written | { wrong: Text } {
  const both = (name: string): Text => ({ ja: values(`${name}.ja`), en: values(`${name}.en`) })
  const [ja, en] = [paragraphsOf(values('preamble.ja')), paragraphsOf(values('preamble.en'))]
  if (ja.length !== en.length) return { wrong: words.paragraphs(ja.length, en.length) }
  const clauses: Clause[] = []
  for (const known of CLAUSES) {
    const of = (part: string): Text => ({
      ja: values(`${known.id} ${part} ja`),
      en: values(`${known.id} ${part} en`),
    })
    const [title, text] = [of('title'), of('text')]
    if (title.ja === '' || title.en === '' || (text.ja === '') !== (text.en === ''))
      return { wrong: words.missing(known.id) }
    const isOurs = (one: Text, other: Text | undefined) =>
      one.ja === (other?.ja ?? '') && one.en === (other?.en ?? '')
    if (isOurs(title, known.title) && isOurs(text, known.text)) continue
    clauses.push({ id: known.id, title, ...(text.ja !== '' && { text }) })
  }
  return {
    title: both('title'),
    preamble: ja.map((paragraph, at) => ({ ja: paragraph, en: en[at] ?? '' })),
    issuer: { office: both('office'), person: values('person') },
    effective: values('effective'),
    clauses,
  }
}
