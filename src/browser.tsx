import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './web/fonts.css'
import './web/tokens.css'
import './web/page.css'
import './web/table.css'
import './web/print.css'
import { createQueryClient } from './web/fetching.ts'
import { LanguageProvider } from './web/language.tsx'
import { buildRouter } from './web/router.tsx'
import type { Screens } from './web/screen.ts'
import { applyTheme } from './web/theme.ts'

applyTheme()

// Every module that has screens lists them in its web/screens.tsx; nothing else registers them.
const modules = import.meta.glob<Screens>('./**/web/screens.tsx', { eager: true })
const screens = Object.values(modules)
if (screens.length === 0) throw new Error('no module contributes a screen')

const place = document.getElementById('kensho')
if (place === null) throw new Error('index.html has no place for the page')

const client = createQueryClient()
const router = buildRouter(screens, client)
createRoot(place).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
)
