import { useContext } from 'react'
import { ScreensContext } from './screen.ts'

/** Who operates, and whether this is the demo, as the module that knows it says. */
export function Masthead() {
  const Line = useContext(ScreensContext).find((one) => one.masthead !== undefined)?.masthead
  return Line === undefined ? null : <Line />
}
