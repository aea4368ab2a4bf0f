import { useId, useState } from 'react'
import { NoAnswer } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { number } from '../../web/message.ts'
import { words } from './clause-words.ts'
import { sha256Of } from './sending.ts'

/** A file that is to be evidence; without a hash where the browser gives no cryptography to the page. */
export type HashedFile = { file: File; sha256: string }

const FILES_MAX = 20
const BYTES_MAX = 100_000_000

type FilesProps = { files: HashedFile[]; onFiles: (files: HashedFile[]) => void }

/** Files of evidence, each with the SHA-256 that this browser computed from its bytes. */
export function EvidenceFiles({ files, onFiles }: FilesProps) {
  const say = useSay()
  const id = useId()
  const [busy, setBusy] = useState(false)
  const add = async (chosen: readonly File[]) => {
    setBusy(true)
    const hashed: HashedFile[] = [...files]
    for (const file of chosen) {
      if (hashed.length >= FILES_MAX || file.size > BYTES_MAX) break
      hashed.push({ file, sha256: (await sha256Of(file)) ?? '' })
    }
    onFiles(hashed)
    setBusy(false)
  }
  return (
    <div className="field wide">
      <label htmlFor={id}>{say(words.file)}</label>
      <input
        id={id}
        type="file"
        multiple
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          // A copy: emptying the field, so that the same file can be chosen again, empties its list as well.
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <p id={`${id}-hint`} className="hint">
        {say(words.fileHint)}
      </p>
      <ul className="files" aria-live="polite">
        {files.map(({ file, sha256 }) => (
          <li key={`${file.name} ${sha256}`}>
            {file.name} <span className="soft">{number(file.size)} bytes</span>{' '}
            <code className="digest">{sha256}</code>{' '}
            <button
              type="button"
              className="button"
              aria-label={`${say(words.remove)}: ${file.name}`}
              onClick={() => onFiles(files.filter((one) => one.file !== file))}
            >
              {say(words.remove)}
            </button>
          </li>
        ))}
        {busy && <li>{say(words.hashing)}</li>}
      </ul>
    </div>
  )
}

const UPLOAD_MS_MAX = 300_000

/** Gives a file to the server to keep. It refuses bytes whose hash is another than the one computed here. */
export async function keepFile(file: File, sha256: string): Promise<string> {
  const path = sha256 === '' ? '/api/charter/evidence' : `/api/charter/evidence?sha256=${sha256}`
  const response = await fetch(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
    body: file,
    signal: AbortSignal.timeout(UPLOAD_MS_MAX),
  }).catch(() => {
    throw new NoAnswer(path)
  })
  if (!response.ok)
    throw new NoAnswer(path, response.status, {
      ja: `${file.name} を預けられませんでした（${response.status}）。`,
      en: `${file.name} could not be kept (${response.status}).`,
    })
  const kept = (await response.json()) as { sha256: string }
  return kept.sha256
}
