import { CopyButton } from './copy-button.tsx'

/** A command to run in a shell, with a button that copies it. */
export function CommandLine({ line }: { line: string }) {
  return (
    <p className="shell-line">
      <code>
        {line.split(' ').map((part, order) => (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity
          <span key={order}>
            {order > 0 && ' '}
            <span className="word">{part}</span>
          </span>
        ))}
      </code>
      <CopyButton text={line} name={line} />
    </p>
  )
}
