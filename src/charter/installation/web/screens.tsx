import { paths } from '../../../web/paths.ts'
import type { Screen } from '../../../web/screen.ts'
import { words } from './words.ts'

export const screens: Screen[] = [
  { path: paths.settings(), title: words.title, page: () => import('./SettingsPage.tsx') },
]
