import type { PlatformModule } from '../../platform/module.ts'

/** Who is there: ways to sign in, sessions, the first owner, the demo's visitor. */
export const signInModule: PlatformModule = {
  name: 'sign_in',
  migrations: new URL('./migrations/', import.meta.url),
}
