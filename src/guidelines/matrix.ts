import type { Text } from '../platform/text.ts'

/** The phases and the viewpoints of clause 1, in the charter's own order. */
export const PHASES = ['design', 'build-and-verification', 'operation-and-monitoring', 'production'] as const
export const VIEWPOINTS = ['reliability', 'availability', 'maintainability', 'integrity', 'safety'] as const
export type Phase = (typeof PHASES)[number]
export type Viewpoint = (typeof VIEWPOINTS)[number]

export const PHASE_TITLES: Record<Phase, Text> = {
  design: { ja: '設計', en: 'Design' },
  'build-and-verification': { ja: '製造・検証', en: 'Build and verification' },
  'operation-and-monitoring': { ja: '運用・監視', en: 'Operation and monitoring' },
  production: { ja: '商用環境', en: 'Production environment' },
}

export const VIEWPOINT_TITLES: Record<Viewpoint, Text> = {
  reliability: { ja: '信頼性', en: 'Reliability' },
  availability: { ja: '可用性', en: 'Availability' },
  maintainability: { ja: '保守性', en: 'Maintainability' },
  integrity: { ja: '完全性', en: 'Integrity' },
  safety: { ja: '安全性', en: 'Safety' },
}

/** One cell of the matrix. */
export type Place = { phase: Phase; viewpoint: Viewpoint }

/** A cell's id, as facts, waivers and reasons name it: `design.reliability`. */
export function cellId({ phase, viewpoint }: Place): string {
  return `${phase}.${viewpoint}`
}

/** A cell in words: `設計・信頼性`, `Design, reliability`. */
export function cellTitle({ phase, viewpoint }: Place): Text {
  const [row, column] = [PHASE_TITLES[phase], VIEWPOINT_TITLES[viewpoint]]
  return { ja: `${row.ja}の${column.ja}`, en: `${row.en}, ${column.en.toLowerCase()}` }
}

/** Every cell, phase by phase. */
export const CELLS: readonly Place[] = PHASES.flatMap((phase) =>
  VIEWPOINTS.map((viewpoint) => ({ phase, viewpoint })),
)
