import { useState } from 'react'
import { Input, Sheet } from '../../../charter/web/fields.tsx'
import { useMay } from '../../../charter/web/standing.ts'
import { announce } from '../../../web/announce.tsx'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { paths, type MonitoringPlace } from '../../../web/paths.ts'
import { Copied } from './copied.tsx'
import { words } from './words.ts'

const LASTS_DAYS = 365
const DAY_MS = 86_400_000

/** A token that may send values and nothing else. Its secret is shown once. */
export function MakeToken({ isOpen }: { isOpen: boolean }) {
  const say = useSay()
  const go = useGo()
  const place: MonitoringPlace = usePlace()
  const [secret, setSecret] = useState<string>()
  const { may, why } = useMay()('monitoring.write')
  const turn = (form: string | undefined) => go(paths.monitoring({ ...place, form }), { replace: true })
  if (secret !== undefined)
    return (
      <div className="token-made">
        <Copied text={secret} name="/etc/prometheus/kensho-token" />
        <p className="soft">{say(words.tokenOnce)}</p>
      </div>
    )
  if (isOpen && may)
    return (
      <Sheet
        title={words.makeToken}
        lead={words.tokenLead}
        send={words.makeToken}
        onSend={async (values) => {
          const made = await send<{ secret: string }>('/api/people/me/tokens', {
            label: values('label'),
            permissions: ['monitoring.write'],
            until: new Date(Date.now() + LASTS_DAYS * DAY_MS).toISOString(),
          })
          setSecret(made.secret)
          announce(say(words.tokenMade))
          turn(undefined)
          return undefined
        }}
        onCancel={() => turn(undefined)}
      >
        <Input name="label" label={words.tokenName} initial="Prometheus" />
      </Sheet>
    )
  return (
    <p className="unprinted">
      <button type="button" className="button" disabled={!may} onClick={() => turn('token')}>
        {say(words.makeToken)}
      </button>
      {why !== undefined && <span className="why-not">{say(why)}</span>}
    </p>
  )
}
