import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState, type ComponentType } from 'react'
import { LiveRegion } from './announce.tsx'
import { KeysDialog, useKeys } from './keys.tsx'
import { useSpoken } from './language.tsx'
import { Link } from './link.tsx'
import { paths } from './paths.ts'
import { ScreensContext, type Screen, type Screens } from './screen.ts'
import { turnTheme, useTheme } from './theme.ts'

// Comes only when somebody searches.
const Palette = lazy(() => import('./palette.tsx'))

/** The frame around every screen: skip link, rail, the page, and a voice for changes. */
export function Shell({ screens }: { screens: readonly Screens[] }) {
  const { say } = useSpoken()
  const [seeking, setSeeking] = useState(false)
  const keys = useMemo(
    () => [
      { key: '/', does: { ja: '何でも探す', en: 'Search everything' }, press: () => setSeeking(true) },
      { key: 't', does: { ja: '明るさを切り替える', en: 'Turn light and dark' }, press: turnTheme },
    ],
    [],
  )
  useKeys(keys)
  return (
    <ScreensContext value={screens}>
      <a className="skip" href="#content">
        {say({ ja: '本文へ', en: 'Skip to the content' })}
      </a>
      <Rail
        screens={screens.flatMap((one) => one.screens)}
        feet={screens.flatMap(({ foot, who }) => [foot, who]).filter((one) => one !== undefined)}
        seek={() => setSeeking(true)}
      />
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      {screens.map(({ aside: Aside }, place) => Aside !== undefined && <Aside key={place} />)}
      <LiveRegion />
      <KeysDialog />
      {seeking && (
        <Suspense fallback={null}>
          <Palette close={() => setSeeking(false)} />
        </Suspense>
      )}
    </ScreensContext>
  )
}

type RailProps = { screens: readonly Screen[]; feet: readonly ComponentType[]; seek: () => void }

function Rail({ screens, feet, seek }: RailProps) {
  const { say } = useSpoken()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const places = screens
    .flatMap((screen) => (screen.rail === undefined ? [] : [{ ...screen.rail, path: screen.path }]))
    .toSorted((a, b) => a.order - b.order)
  return (
    <nav className="rail" aria-label={say({ ja: '行き先', en: 'Places' })}>
      <Link className="brand" href={paths.board()} aria-label="Kensho">
        <Brand />
      </Link>
      <ul>
        {places.map(({ path, emblem, word }) => (
          <li key={path}>
            <Link className="place" href={path} aria-current={here === path ? 'page' : undefined}>
              <span aria-hidden="true">{emblem}</span>
              <span>{say(word)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className="foot">
        <button type="button" className="place" onClick={seek}>
          <span aria-hidden="true">探</span>
          <span>{say({ ja: '探す', en: 'Search' })}</span>
        </button>
        {feet.map((Foot, place) => (
          <Foot key={place} />
        ))}
        <div className="switches">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </div>
    </nav>
  )
}

function LanguageSwitch() {
  const { language, choose } = useSpoken()
  const other = language === 'ja' ? 'en' : 'ja'
  return (
    <button type="button" className="switch" lang={other} onClick={() => choose(other)}>
      {other === 'en' ? 'English' : '日本語'}
    </button>
  )
}

function ThemeSwitch() {
  const { say } = useSpoken()
  const dark = useTheme() === 'dark'
  return (
    <button
      type="button"
      className="switch"
      onClick={turnTheme}
      aria-label={say(
        dark ? { ja: '明るい画面にする', en: 'Turn light' } : { ja: '暗い画面にする', en: 'Turn dark' },
      )}
    >
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" strokeWidth="1.4" />
        <path d={dark ? 'M9 2a7 7 0 0 1 0 14z' : 'M9 2a7 7 0 0 0 0 14z'} fill="currentColor" />
      </svg>
    </button>
  )
}

/** The square seal of the product: three clauses, and the mark beside the last. */
function Brand() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true">
      <rect
        x="1.5"
        y="1.5"
        width="29"
        height="29"
        rx="3.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
      />
      <path
        d="M9 10.5h14M9 16h9M9 21.5h6"
        stroke="currentColor"
        strokeWidth="2.2"
        strokeLinecap="round"
        fill="none"
      />
      <circle cx="22.5" cy="20.5" r="2.6" fill="currentColor" />
    </svg>
  )
}
