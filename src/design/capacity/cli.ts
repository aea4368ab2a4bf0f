import type { Command } from '../../platform/command.ts'
import { surviveCommand } from './survive-command.ts'

export const capacityCommands: Command[] = [surviveCommand]
