import { useMemo } from 'react'
import { Problem } from '../../../../people/web/form.tsx'
import type { Text } from '../../../../platform/text.ts'
import { instantLine } from '../../../../web/civil.ts'
import { useKeys, type Key } from '../../../../web/keys.tsx'
import { useSay } from '../../../../web/language.tsx'
import { join } from '../../../../web/message.ts'
import type { DraftPage } from '../page.ts'
import { useDraftSending } from './draft-query.ts'
import { words } from './words.ts'

type Change = DraftPage['steps'][number]['changes'][number]

const CHANGES_MAX = 4

/** What was done, step by step; the last can be undone, and done again. */
export function Steps({ page, zone, may }: { page: DraftPage; zone: string; may: boolean }) {
  const say = useSay()
  const { id, head, last } = page.draft
  const { busy, error, post } = useDraftSending(id)
  const [canUndo, canRedo] = [may && head > 0 && !busy, may && head < last && !busy]
  const go = (way: 'undo' | 'redo'): void =>
    void post('head', { head, go: way }, way === 'undo' ? words.undone : words.redone)
  const keys = useMemo(
    (): Key[] => [
      { key: 'u', does: words.undo, press: () => canUndo && go('undo') },
      { key: 'r', does: words.redo, press: () => canRedo && go('redo') },
    ],
    // `go` is made anew at each drawing; what it closes over is listed.
    // oxlint-disable-next-line react/exhaustive-deps
    [canUndo, canRedo, head],
  )
  useKeys(keys)
  return (
    <>
      {page.steps.length === 0 && <p className="soft">{say(words.noSteps)}</p>}
      <ol className="done-steps">
        {page.steps.map((step) => (
          <li key={step.number} className={step.number > head ? 'undone' : ''}>
            <p>{say(changesText(step.changes))}</p>
            <p className="meta">
              {say(step.made_by)} ・{' '}
              <time dateTime={step.made_at}>{say(instantLine(step.made_at, zone))}</time>
            </p>
          </li>
        ))}
      </ol>
      {may && (
        <p className="verbs-line">
          <button type="button" className="button" disabled={!canUndo} onClick={() => go('undo')}>
            {say(words.undo)}
          </button>
          <button type="button" className="button" disabled={!canRedo} onClick={() => go('redo')}>
            {say(words.redo)}
          </button>
        </p>
      )}
      <Problem error={error} />
    </>
  )
}

function changesText(changes: readonly Change[]): Text {
  const shown = changes.slice(0, CHANGES_MAX).map(changeText)
  return join(changes.length > CHANGES_MAX ? [...shown, words.more(changes.length - CHANGES_MAX)] : shown, {
    ja: '、',
    en: '; ',
  })
}

function changeText(change: Change): Text {
  switch (change.kind) {
    case 'add': {
      const kind = words.kinds[change.collection as keyof typeof words.kinds]
      const id = typeof change.element['id'] === 'string' ? change.element['id'] : ''
      const name = kind ?? { ja: change.collection, en: change.collection }
      return { ja: words.stepAdd(name.ja, id).ja, en: words.stepAdd(name.en.toLowerCase(), id).en }
    }
    case 'change':
      return words.stepChange(change.id, Object.keys(change.fields).join(', '))
    case 'remove':
      return words.stepRemove(change.id)
    case 'remove-document':
      return words.stepRemoveDocument(change.path)
    case 'upload':
      return words.stepUpload(change.path)
  }
}
