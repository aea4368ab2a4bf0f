import { Problem } from '../../../../people/web/form.tsx'
import { sentFile } from '../../../../estate/web/sent-file.ts'
import { FileChooser } from '../../../../web/file-chooser.tsx'
import { useSay } from '../../../../web/language.tsx'
import type { DraftPage } from '../page.ts'
import { useDraftSending } from './draft-query.ts'
import { words } from './words.ts'

const LINES_MAX = 30

/** The documents that change, what differs in them, and where changed ones are sent. */
export function Documents({ page, may }: { page: DraftPage; may: boolean }) {
  const say = useSay()
  const { id, head } = page.draft
  const { busy, error, post } = useDraftSending(id)
  const { added, changed, removed } = page.difference
  const count = added.length + changed.length + removed.length
  const send = async (chosen: readonly File[]): Promise<void> => {
    const files = await Promise.all(chosen.map(sentFile))
    await post('documents', { head, files }, words.sentSaid)
  }
  return (
    <>
      <ul className="documents">
        {page.documents.map(({ path, sha256 }) => (
          <li key={path}>
            <span className="mono">{path}</span>{' '}
            <span className="digest mono">{sha256 ?? say(words.documentGone)}</span>
          </li>
        ))}
      </ul>
      <p>{say(count === 0 ? words.same : words.difference(added.length, changed.length, removed.length))}</p>
      <ul className="difference-lines">
        {removed.slice(0, LINES_MAX).map(({ collection, id: of }) => (
          <li key={`- ${collection} ${of}`}>{`− ${collection} ${of}`}</li>
        ))}
        {changed.slice(0, LINES_MAX).map(({ collection, id: of, field, before, after }) => (
          <li key={`~ ${collection} ${of} ${field}`}>
            {`～ ${collection} ${of} ${field}: ${before || '―'} → ${after || '―'}`}
          </li>
        ))}
        {added.slice(0, LINES_MAX).map(({ collection, id: of }) => (
          <li key={`+ ${collection} ${of}`}>{`+ ${collection} ${of}`}</li>
        ))}
      </ul>
      {may && (
        <>
          <p className="soft">{say(words.documentsLead)}</p>
          <FileChooser
            label={busy ? words.sending : words.sendDocument}
            isBusy={busy}
            onChosen={(chosen) => void send(chosen)}
          />
          <Problem error={error} />
        </>
      )}
    </>
  )
}
