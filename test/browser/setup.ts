import { whyNot } from './chromium.js'

/** Says why there are no tests, where there are none. CI installs the browser, so there it is a failure. */
export const setup = (): void => {
  const reason = whyNot()
  if (reason === undefined) return
  if (process.env.CI) throw new Error(`the browser tests cannot run: ${reason}`)
  console.log(`skipped: ${reason}`)
}
