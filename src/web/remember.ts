/** What this browser remembers for its reader. Storage may be forbidden; then the choice lasts as long as the page. */
const session = new Map<string, string>()

export function remembered(key: string): string | undefined {
  try {
    return localStorage.getItem(`kensho.${key}`) ?? undefined
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return session.get(key)
  }
}

export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(`kensho.${key}`)
    else localStorage.setItem(`kensho.${key}`, value)
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (value === undefined) session.delete(key)
    else session.set(key, value)
  }
}
