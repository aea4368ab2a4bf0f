import { createHash } from 'node:crypto'
import type { Layer } from './layer.ts'

const LABELS_MAX = 500

/**
 * A fingerprint of the newest letter's form: the labels of its fields in their order and the words of its subject,
 * without numbers. Mails of one template share it, whatever dates and circuits they carry.
 */
export function layoutOf([layer]: readonly Layer[]): string {
  const labels = (layer?.documents ?? []).flatMap(({ source, fields }) =>
    fields.flatMap((field) => {
      if (field.kind === 'pair') return [`${source} ${plain(field.label.text)}`]
      if (field.kind === 'row') return field.cells.map(({ label }) => `${source}| ${plain(label.text)}`)
      return []
    }),
  )
  // A table has as many rows as there are circuits: each label counts once.
  const form = [plain(layer?.subject ?? ''), ...new Set(labels.slice(0, LABELS_MAX))]
  return createHash('sha256').update(form.join('\n')).digest('hex').slice(0, 32)
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,:;()[\]【】]+/)
    .filter((word) => word !== '' && !/\d/.test(word))
    .join(' ')
    .slice(0, 200)
}
