/** A box of the drawing that may move. Light ones give way to heavy ones and do not move them. */
export type Movable = { x: number; y: number; width: number; height: number; isLight?: boolean }

const ROUNDS_MAX = 120
const BOXES_MAX = 400
const GAP = 30
const GAP_LIGHT = 6

/** Pushes boxes apart in place until none covers another, each pair along its shorter way. Beyond 400 it leaves them. */
export function keepApart(boxes: readonly Movable[]): void {
  if (boxes.length > BOXES_MAX) return
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let hasMoved = false
    boxes.forEach((a, index) => {
      for (const b of boxes.slice(index + 1)) hasMoved = push(a, b) || hasMoved
    })
    if (!hasMoved) return
  }
}

function push(a: Movable, b: Movable): boolean {
  const gap = a.isLight === true || b.isLight === true ? GAP_LIGHT : GAP
  const overX = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) + gap
  const overY = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) + gap
  if (overX <= 0.5 || overY <= 0.5) return false
  const share = a.isLight === b.isLight ? 0.5 : a.isLight === true ? 1 : 0
  if (overX < overY) {
    const sign = a.x + a.width / 2 <= b.x + b.width / 2 ? 1 : -1
    a.x -= sign * overX * share
    b.x += sign * overX * (1 - share)
  } else {
    const sign = a.y + a.height / 2 <= b.y + b.height / 2 ? 1 : -1
    a.y -= sign * overY * share
    b.y += sign * overY * (1 - share)
  }
  return true
}
