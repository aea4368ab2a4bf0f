/**
 * Who may import whom, reviewed. Layers first: a module may import those listed for it and itself, nothing else.
 * Clause modules use each other only through index.ts and only where an edge stands here with its reason.
 */
const BELOW_CLAUSES = ['platform', 'ledger', 'people', 'estate', 'charter'] as const

export const EDGES: Record<string, readonly string[]> = {
  platform: [],
  ledger: ['platform'],
  people: ['platform', 'ledger'],
  estate: ['platform', 'ledger'],
  charter: ['platform', 'ledger', 'people', 'estate'],
  guidelines: BELOW_CLAUSES,
  // Whoever watches a failure sees what it overloads beside what it stops: loads are computed by 2.2 alone.
  'design/redundancy': [...BELOW_CLAUSES, 'design/capacity'],
  'design/capacity': BELOW_CLAUSES,
  'verification/review': BELOW_CLAUSES,
  'verification/evidence': BELOW_CLAUSES,
  'verification/rehearsal': BELOW_CLAUSES,
  'production/release': BELOW_CLAUSES,
  'production/access': BELOW_CLAUSES,
  'production/configuration': BELOW_CLAUSES,
  'production/disposal': BELOW_CLAUSES,
  'production/equipment': BELOW_CLAUSES,
  // What a notice does is redundancy and load under it: computed by those who answer for 2.1 and 2.2, never again here.
  'operations/maintenance': [...BELOW_CLAUSES, 'design/redundancy', 'design/capacity'],
  'operations/monitoring': BELOW_CLAUSES,
  'operations/incident': BELOW_CLAUSES,
  'operations/oncall': BELOW_CLAUSES,
  'operations/integrity': BELOW_CLAUSES,
  // Its past holds forecasts and plans, which are facts of 2.2, and mails of providers, which 5.1 takes in and reads.
  demo: [...BELOW_CLAUSES, 'design/capacity', 'operations/maintenance'],
  // The browser's frame stands beside platform: it knows types only (checked apart).
  web: ['platform'],
}

/** Files directly under src: they join modules and may import any of them. */
export const ENTRY_POINTS = [
  'modules.ts',
  'server.ts',
  'worker.ts',
  'cli.ts',
  'up.ts',
  'up-command.ts',
  'backup-commands.ts',
  'web-build.ts',
  'browser.tsx',
] as const

/** Names that hide what is inside. */
export const REFUSED_NAMES = /(^|\/)(utils?|helpers?|common|misc|manager|base|shared|types|constants)\.tsx?$/
