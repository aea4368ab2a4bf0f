import { useQuery } from '@tanstack/react-query'
import { ApproveButton } from '../../people/web/approve.tsx'
import { meQuery } from '../../people/web/people-query.ts'
import { useSay } from '../../web/language.tsx'
import { words } from './clause-words.ts'
import { useRecorded } from './sending.ts'

type ApproveProps = { kind: string; id: string; digest: string; path: string }

/** Approves exactly what is shown, where it waits for this person; else says for whom it waits. */
export function Approve({ kind, id, digest, path }: ApproveProps) {
  const say = useSay()
  const recorded = useRecorded()
  const { data: me } = useQuery(meQuery)
  const waits = me?.approvals.find((one) => one.kind === kind && one.id === id && one.digest === digest)
  return (
    <div className="approve-here">
      <p className="meta hash-line">
        {say(words.digest)} <code>{digest}</code>
      </p>
      {waits === undefined ? (
        <p>
          <button type="button" className="button" disabled>
            {say(words.approve)}
          </button>{' '}
          <span className="why-not">{say(words.waitsForOther)}</span>
        </p>
      ) : (
        <ApproveButton digest={digest} path={path} onApproved={() => recorded(words.approved)} />
      )}
    </div>
  )
}
