import { Problem } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import { Area } from '../../improvement/web/fields.tsx'
import type { ItemPage } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath } from './audit-query.ts'
import { EvidenceFields, useEvidence } from './evidence.tsx'
import { textOf } from './form-text.ts'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

/** Says what was found at an item; neither answer is chosen beforehand. */
export function TestForm({ item: { engagement, control, item } }: { item: ItemPage }) {
  const say = useSay()
  const evidence = useEvidence()
  const { busy, error, times, sending } = useSending()
  return (
    <>
      <form
        key={times}
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const [result, remark] = [textOf(form, 'result'), textOf(form, 'remark')]
          void sending(`${auditPath(engagement.id)}/tests`, async () => ({
            control,
            item,
            result,
            remark,
            evidence: await evidence.kept(),
          }))
        }}
      >
        <fieldset className="choice">
          <legend>{say(auditWords.result)}</legend>
          {(['holds', 'deviates'] as const).map((result) => (
            <label key={result}>
              <input type="radio" name="result" value={result} required />
              {say(auditWords.testResults[result])}
            </label>
          ))}
        </fieldset>
        <Area label={auditWords.remark} name="remark" />
        <EvidenceFields evidence={evidence} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.recordTest)}
        </button>
      </form>
      <Problem error={error} />
    </>
  )
}
