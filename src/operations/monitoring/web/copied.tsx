import { CopyButton } from '../../../web/copy-button.tsx'

/** Text to be put elsewhere, as it is, with a button that copies it. */
export function Copied({ text, name }: { text: string; name: string }) {
  return (
    <div className="copied">
      <pre tabIndex={0} role="region" aria-label={name}>
        <code>{text}</code>
      </pre>
      <CopyButton {...{ text, name }} />
    </div>
  )
}
