import type { Policy, PolicyOf } from './http/permission.ts'

/** What the platform itself asks for. */
export const platformPolicy = {
  'platform.observe': {
    ja: '稼働状況の計測値を読む',
    en: "Read the server's own measurements",
    roles: ['quality-owner', 'engineer', 'responder', 'controller'],
  },
} as const satisfies Policy

declare module './http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof platformPolicy> {}
}
