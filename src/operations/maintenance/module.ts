import { defineModule } from '../../charter/module.ts'
import { noticeParseCommand } from './cli.ts'
import { maintenanceControls } from './control.ts'
import { noticeImpactCommand } from './impact/cli.ts'
import { impactRoutes } from './impact/routes.ts'
import { imapDuty } from './intake/imap.ts'
import { readingJobs } from './intake/read.ts'
import { smtpDuty } from './intake/smtp.ts'
import { maintenanceObjections } from './objections.ts'
import { plannedMaintenance } from './planned.ts'
import { maintenancePolicy } from './policy.ts'
import { registerDocuments } from './register/documents.ts'
import { registerRoutes } from './register/routes.ts'
import { relayJobs } from './relay/jobs.ts'
import { relayRoutes } from './relay/routes.ts'
import { maintenanceRoutes } from './routes.ts'

export const maintenanceModule = defineModule({
  name: 'maintenance',
  clauses: ['5.1'],
  controls: maintenanceControls,
  objections: maintenanceObjections,
  documents: registerDocuments,
  planned: plannedMaintenance,
  permissions: maintenancePolicy,
  routes: [...maintenanceRoutes, ...registerRoutes, ...relayRoutes, ...impactRoutes],
  jobs: [...readingJobs(), ...relayJobs],
  duties: [smtpDuty, imapDuty],
  commands: [noticeParseCommand, noticeImpactCommand],
  migrations: new URL('./migrations/', import.meta.url),
})
