import type { ModuleDefinition } from './charter/module.ts'
import type { PlatformModule } from './platform/module.ts'
import { attestedId } from './charter/attestation.ts'
import { charterModule } from './charter/charter-module.ts'
import { compose } from './charter/composition.ts'
import { controlsOf } from './charter/registry.ts'
import { auditModule } from './charter/audit/module.ts'
import { improvementModule } from './charter/improvement/module.ts'
import { publicEditionModule } from './charter/public-edition/module.ts'
import { installationModule } from './charter/installation/module.ts'
import { notificationModule } from './charter/notification/module.ts'
import { charterReading } from './charter/reading.ts'
import { estateModule } from './estate/module.ts'
import { ledgerModule } from './ledger/module.ts'
import { demoModule } from './demo/module.ts'
import { capacityModule } from './design/capacity/module.ts'
import { redundancyModule } from './design/redundancy/module.ts'
import { guidelinesModule } from './guidelines/module.ts'
import { incidentModule } from './operations/incident/module.ts'
import { integrityModule } from './operations/integrity/module.ts'
import { maintenanceModule } from './operations/maintenance/module.ts'
import { readStored } from './operations/monitoring/index.ts'
import { monitoringModule } from './operations/monitoring/module.ts'
import { oncallModule } from './operations/oncall/module.ts'
import { accessModule } from './production/access/module.ts'
import { configurationModule } from './production/configuration/module.ts'
import { disposalModule } from './production/disposal/module.ts'
import { equipmentModule } from './production/equipment/module.ts'
import { releaseModule } from './production/release/module.ts'
import { evidenceModule } from './verification/evidence/module.ts'
import { rehearsalModule } from './verification/rehearsal/module.ts'
import { reviewModule } from './verification/review/module.ts'
import { peopleModule } from './people/module.ts'
import { signInModule } from './people/sign-in/module.ts'

/** The modules that carry the clauses after the first, in the charter's order. */
const AFTER_GUIDELINES: readonly ModuleDefinition[] = [
  redundancyModule,
  capacityModule(readStored),
  reviewModule,
  evidenceModule,
  rehearsalModule,
  releaseModule,
  accessModule,
  configurationModule,
  disposalModule,
  equipmentModule,
  maintenanceModule,
  monitoringModule,
  incidentModule,
  oncallModule,
  integrityModule,
]

/** Every control that a guideline may name. */
const NAMEABLE = controlsOf(AFTER_GUIDELINES.flatMap(({ controls }) => controls)).filter(
  ({ id }) => id !== attestedId('1'),
)

/** The modules that carry clauses, in the charter's order. */
export const CLAUSE_MODULES: readonly ModuleDefinition[] = [guidelinesModule(NAMEABLE), ...AFTER_GUIDELINES]

const COMPUTED = CLAUSE_MODULES.flatMap((module) => module.controls)

/** Every control of the charter: computed, attested, and that a rule is in force. */
export const CONTROLS = controlsOf(COMPUTED)

/** Who is asked what a change would break. */
export const OBJECTIONS = CLAUSE_MODULES.flatMap(({ objections }) => objections ?? [])

const composition = compose({
  controls: CONTROLS,
  objections: OBJECTIONS,
  documents: CLAUSE_MODULES.flatMap(({ documents }) => documents ?? []),
  planned: CLAUSE_MODULES.flatMap(({ planned }) => planned ?? []),
})

const SUBSCRIPTIONS = CLAUSE_MODULES.flatMap(({ subscriptions }) => subscriptions ?? [])

/** Every module: those that all clauses stand on, the clauses, and the demo above them. */
export const ALL_MODULES: readonly PlatformModule[] = [
  ledgerModule,
  peopleModule(() => ALL_MODULES),
  signInModule(() => ALL_MODULES),
  estateModule(charterReading()),
  charterModule(composition, COMPUTED, SUBSCRIPTIONS),
  improvementModule,
  publicEditionModule,
  auditModule,
  notificationModule,
  installationModule,
  ...CLAUSE_MODULES,
  demoModule,
]
