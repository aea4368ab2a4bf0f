import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { civilDate } from '../../web/civil.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { Approve } from './approve-here.tsx'
import { words as clauseWords } from './clause-words.ts'
import { Difference } from './difference.tsx'
import { editionDifferenceQuery, editionQuery, type EditionLine } from './edition-query.ts'
import { words } from './edition-words.ts'
import { Standing, Terms, Trouble } from './section-parts.tsx'
import { useApprover, useDays, useMay, useNaming } from './standing.ts'

type EntryProps = { edition: EditionLine; editions: readonly EditionLine[] }

/** One edition: where it stands, its words, what it changes, and its approval. */
export function EditionEntry({ edition, editions }: EntryProps) {
  const say = useSay()
  const { may } = useMay()('charter.word')
  const [open, setOpen] = useState<'text' | 'difference'>()
  const from = editions[editions.indexOf(edition) - 1]?.edition ?? 0
  const turn = (to: 'text' | 'difference') => setOpen(open === to ? undefined : to)
  return (
    <article className="entry">
      <header>
        <h3>{say(words.of(edition.title, edition.edition))}</h3>
        <Standing state={edition.state} />
      </header>
      <EditionTerms edition={edition} />
      <p className="entry-foot unprinted">
        <button type="button" className="button" aria-expanded={open === 'text'} onClick={() => turn('text')}>
          {say(words.read)}
        </button>
        <button
          type="button"
          className="button"
          aria-expanded={open === 'difference'}
          onClick={() => turn('difference')}
        >
          {say(words.compareWith(from))}
        </button>
        {may && edition.state === 'waiting' && (
          <Link className="button" href={paths.editions({ form: String(edition.edition) })}>
            {say(words.amend)}
          </Link>
        )}
      </p>
      {open === 'text' && <Whole edition={edition} />}
      {open === 'difference' && <Compared edition={edition} from={from} />}
      {edition.state === 'waiting' && (
        <Approve
          kind="charter.edition"
          id={`edition-${edition.edition}`}
          digest={edition.digest}
          path={`/api/charter/editions/${edition.edition}/approve`}
        />
      )}
    </article>
  )
}

function EditionTerms({
  edition: { effective, issuer, author, approver, approved_at },
}: {
  edition: EditionLine
}) {
  const say = useSay()
  const nameOf = useNaming()
  const { era } = useDays()
  const approverLine = useApprover()
  const lines: [Text, string][] = [
    [clauseWords.inForceFrom, say(civilDate(effective, era))],
    [words.issuer, `${say(issuer.office)} ${say(issuer.name)}`],
    [clauseWords.author, say(nameOf(author))],
    ...approverLine(approver, approved_at),
  ]
  return <Terms lines={lines} />
}

function Whole({ edition }: { edition: EditionLine }) {
  const say = useSay()
  const query = useQuery(editionQuery(edition))
  return (
    <section className="private edition-whole" aria-label={say(words.of(edition.title, edition.edition))}>
      <Trouble query={query} />
      {query.data?.preamble.map((paragraph) => (
        <p key={paragraph.en}>{say(paragraph)}</p>
      ))}
      {query.data?.clauses.map(({ id, title, text }) => (
        <div key={id} className="edition-clause">
          <h4>
            <span className="number">{id}</span> {say(title)}
          </h4>
          {text !== undefined && <p>{say(text)}</p>}
        </div>
      ))}
    </section>
  )
}

function Compared({ edition, from }: { edition: EditionLine; from: number }) {
  const say = useSay()
  const query = useQuery(editionDifferenceQuery(edition, from))
  const before = from === 0 ? words.productWords : words.edition(from)
  const after = words.edition(edition.edition)
  const parts =
    query.data === undefined
      ? []
      : [
          ...(['ja', 'en'] as const).map((language) => ({
            name: `${say(words.preamble)} ${say(words.form[language])}`,
            lines: query.data.preamble[language],
          })),
          ...query.data.clauses.flatMap(({ id, title, text }) =>
            (['ja', 'en'] as const).map((language) => ({
              name: `${id} ${say(words.form[language])}`,
              lines: [...title[language], ...text[language]],
            })),
          ),
        ].filter(({ lines }) => lines.some(({ is }) => is !== 'same'))
  return (
    <section className="private" aria-label={say(words.compareWith(from))}>
      <Trouble query={query} />
      {query.data !== undefined && parts.length === 0 && <p>{say(words.same)}</p>}
      {parts.map(({ name, lines }) => (
        <div key={name}>
          <h4>{name}</h4>
          <Difference {...{ lines, before, after }} />
        </div>
      ))}
    </section>
  )
}
