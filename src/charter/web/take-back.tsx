import { useState } from 'react'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { words } from './clause-words.ts'
import { Area, Sheet } from './fields.tsx'
import { useRecorded } from './sending.ts'
import { useMay } from './standing.ts'

type TakeBackProps = { permission: string; path: string; label: Text; ask: Text; done: Text }

/** Takes something back that was recorded: asks for the reason first, which is what confirms it. */
export function TakeBack({ permission, path, label, ask, done }: TakeBackProps) {
  const say = useSay()
  const { may, why } = useMay()(permission)
  const recorded = useRecorded()
  const [asking, setAsking] = useState(false)
  if (asking)
    return (
      <Sheet
        title={label}
        lead={ask}
        send={label}
        onCancel={() => setAsking(false)}
        onSend={async (values) => {
          await send(path, { reason: values('reason') })
          setAsking(false)
          recorded(done)
          return undefined
        }}
      >
        <Area label={words.reason} name="reason" rows={2} />
      </Sheet>
    )
  return (
    <>
      <button type="button" className="button" disabled={!may} onClick={() => setAsking(true)}>
        {say(label)}
      </button>
      {why !== undefined && <span className="why-not">{say(why)}</span>}
    </>
  )
}
