import type { Command } from '../../platform/command.ts'
import { exhaustCommand } from './exhaust-command.ts'
import { flowCommand } from './flow-command.ts'
import { forecastCommand } from './forecast-command.ts'
import { surgeCommand } from './surge-command.ts'
import { surviveCommand } from './survive-command.ts'

export const capacityCommands: Command[] = [
  surviveCommand,
  flowCommand,
  exhaustCommand,
  surgeCommand,
  forecastCommand,
]
