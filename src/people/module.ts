import type { PlatformModule } from '../platform/module.ts'
import { peoplePolicy } from './policy.ts'

export const peopleModule: PlatformModule = {
  name: 'people',
  permissions: peoplePolicy,
  migrations: new URL('./migrations/', import.meta.url),
}
