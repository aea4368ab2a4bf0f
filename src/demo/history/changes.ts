import type { SentFile } from '../../estate/workspace-files.ts'

const SBC2 = /(- id: tokyo2-sbc2\n(?: {4}.*\n)*? {4}power: )\[tokyo2-panel-b\]/

/**
 * The estate before its last change: until then the two session border controllers of voice stood on different power
 * panels, and the single point of failure was not there. Throws where the documents do not hold what was changed.
 */
export function beforeThePanelChange(files: readonly SentFile[]): SentFile[] {
  let changed = 0
  const earlier = files.map((file) => {
    if (!file.path.endsWith('tokyo2.yaml')) return file
    const text = Buffer.from(file.content).toString('utf8')
    const before = text.replace(SBC2, '$1[tokyo2-panel-a]')
    if (before !== text) changed += 1
    return { ...file, content: Buffer.from(before, 'utf8') }
  })
  if (changed !== 1) throw new Error('the demo documents no longer hold the change that made a single point')
  return earlier
}
