import { createContext, useContext, useLayoutEffect, useMemo, useState, type ReactNode } from 'react'
import type { Language } from '../platform/text.ts'
import type { Say } from './message.ts'
import { remember, remembered } from './remember.ts'

type Spoken = { language: Language; say: Say; choose: (language: Language) => void }

const LanguageContext = createContext<Spoken | undefined>(undefined)

/** The remembered language, else the browser's first one: Japanese where it is Japanese, English elsewhere. */
function firstLanguage(): Language {
  const stored = remembered('language')
  if (stored === 'ja' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en'
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)
  useLayoutEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const spoken = useMemo<Spoken>(
    () => ({
      language,
      say: (text) => text[language],
      choose: (chosen) => {
        remember('language', chosen)
        setLanguage(chosen)
      },
    }),
    [language],
  )
  return <LanguageContext value={spoken}>{children}</LanguageContext>
}

export function useSpoken(): Spoken {
  const spoken = useContext(LanguageContext)
  if (spoken === undefined) throw new Error('useSpoken outside LanguageProvider')
  return spoken
}

export function useSay(): Say {
  return useSpoken().say
}
