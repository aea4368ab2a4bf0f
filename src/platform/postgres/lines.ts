/** Cuts a stream of bytes into lines, each with its newline, whatever the sizes of the pieces. */
export type LineCutter = {
  /** The lines that are complete with this piece. They may share its memory; what is kept for later does not. */
  push: (piece: Buffer) => Buffer[]
  /** What came after the last newline. */
  rest: () => Buffer
}

const newline = 0x0a

/** Throws RangeError when a line is longer than `bytesMax`. */
export function lineCutter(bytesMax: number): LineCutter {
  let kept: Buffer[] = []
  let keptBytes = 0
  return {
    push: (piece) => {
      const lines: Buffer[] = []
      let from = 0
      for (let at = piece.indexOf(newline); at >= 0; at = piece.indexOf(newline, from)) {
        const end = piece.subarray(from, at + 1)
        lines.push(kept.length === 0 ? end : Buffer.concat([...kept, end]))
        kept = []
        keptBytes = 0
        from = at + 1
      }
      if (from < piece.length) {
        kept.push(Buffer.from(piece.subarray(from)))
        keptBytes += piece.length - from
        if (keptBytes > bytesMax) throw new RangeError(`a line of more than ${bytesMax} bytes`)
      }
      return lines
    },
    rest: () => Buffer.concat(kept),
  }
}
