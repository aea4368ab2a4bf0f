import { useState, type ReactNode } from 'react'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Field, Form, Problem, useDoing } from './form.tsx'
import { signWith, type RequestOptions } from './passkey-browser.ts'
import { words } from './words.ts'

type StepUp =
  | { method: 'passkey'; options: RequestOptions }
  | { method: 'password'; confirmed: boolean }
  | { method: 'demo' }

type ApproveProps = {
  /** SHA-256 of exactly what is shown and approved, hexadecimal. */
  digest: string
  /** Where the approval is sent: a POST that takes `{ digest, assertion }`. */
  path: string
  /** What else goes along with it. */
  also?: Record<string, unknown>
  label?: Text
  onApproved: (method: StepUp['method']) => void
  children?: ReactNode
}

/**
 * Approves exactly one content: whoever has a passkey signs its digest with it, others enter the password once more.
 * Shows what happens before and what went wrong after. The server decides again whether this person may.
 */
export function ApproveButton({
  digest,
  path,
  also,
  label = words.approve,
  onApproved,
  children,
}: ApproveProps) {
  const say = useSay()
  const { busy, error, run } = useDoing()
  const [asksPassword, setAsksPassword] = useState(false)
  const approve = (password?: string) =>
    run(async () => {
      if (password !== undefined) await send('/api/people/me/confirm', { password })
      const needed = await send<StepUp>('/api/people/step-up', { digest })
      if (needed.method === 'password' && !needed.confirmed) return setAsksPassword(true)
      const signed = needed.method === 'passkey' ? { assertion: await signWith(needed.options) } : {}
      await send(path, { digest, ...also, ...signed })
      setAsksPassword(false)
      onApproved(needed.method)
    })
  return (
    <div className="approve">
      {children}
      {asksPassword ? (
        <Form onSend={({ password }) => void approve(password)}>
          <p>{say(words.signs.password)}</p>
          <Field label={words.password} name="password" type="password" autoComplete="current-password" />
          <button type="submit" className="button" disabled={busy}>
            {say(label)}
          </button>
        </Form>
      ) : (
        <button
          type="button"
          className="button approve-button"
          disabled={busy}
          onClick={() => void approve()}
        >
          {say(busy ? words.approving : label)}
        </button>
      )}
      <Problem error={error} />
    </div>
  )
}
