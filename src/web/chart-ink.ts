/** A token as the colour that it is now: light or dark is settled by the page, not by the chart. */
export function inkIn(node: HTMLElement): (token: string, percent?: number) => string {
  const probe = document.createElement('span')
  node.append(probe)
  const colours = new Map<string, string>()
  for (const token of ['ink', 'soft', 'rule', 'link', 'fail', 'stale', 'waived', 'pass', 'leaf']) {
    probe.style.color = `var(--${token})`
    colours.set(token, getComputedStyle(probe).color)
  }
  probe.remove()
  return (token, percent = 100) =>
    `color-mix(in srgb, ${colours.get(token) ?? 'currentColor'} ${percent}%, transparent)`
}

const NARROW_PX = 600

/** How large a chart is to be in its place: its width, and one height for a screen, another for a hand. */
export function chartSize(
  node: HTMLElement,
  height: { wide: number; narrow: number },
): { width: number; height: number } {
  const style = getComputedStyle(node)
  const width = node.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
  return { width, height: width < NARROW_PX ? height.narrow : height.wide }
}

/** Zero is in sight only where it is near: what matters is where the values go. */
export function rangeOf(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1]
  const room = (high - low) * 0.06 || Math.max(1, Math.abs(high) * 0.1)
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room]
}
