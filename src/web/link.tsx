import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'

/** The query of the address, as text. */
export function usePlace(): Partial<Record<string, string>> {
  return useSearch({ strict: false })
}

/** A part of the address that a screen's path names: `id` of `/clause/$id`. */
export function useParameter(name: string): string {
  const given: Partial<Record<string, string>> = useParams({ strict: false })
  return given[name] ?? ''
}

/** Goes to an address of paths.ts. On the same screen the scroll stays; `replace` where going back should not stop there. */
export function useGo(): (href: string, how?: { replace?: boolean }) => void {
  const router = useRouter()
  return (href, how) => {
    const isSameScreen = new URL(href, location.href).pathname === location.pathname
    void router.navigate({ href, replace: how?.replace === true, resetScroll: !isSameScreen })
  }
}

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  href: string
  keepScroll?: boolean
}

/** A link inside the product: an ordinary anchor, so that opening in a new tab works, without a reload otherwise. */
export function Link({ href, keepScroll, onClick, children, ...rest }: LinkProps) {
  const router = useRouter()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (!plain || event.defaultPrevented) return
    event.preventDefault()
    void router.navigate({ href, resetScroll: keepScroll !== true })
  }
  return (
    <a href={href} onClick={follow} {...rest}>
      {children}
    </a>
  )
}
