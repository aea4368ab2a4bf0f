/** The package brings no types of its own: Unicode line breaking, UAX #14. */
declare module 'linebreak' {
  export default class LineBreaker {
    constructor(text: string)
    /** The next place where a line may end, as an index into the text; `required` where it must. Null at the end. */
    nextBreak(): { position: number; required: boolean } | null
  }
}
