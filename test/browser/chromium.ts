import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page
} from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'

const executablePath = '/usr/bin/chromium'

/** Why the tests cannot run on this machine, or undefined where they can. */
export const whyNot = (): string | undefined =>
  existsSync(executablePath) ? undefined : `${executablePath} is missing (Debian's package chromium)`

/** Without these Chromium looks for Google's hosts at each start. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** A page, and what it complained of: script errors, and what its Content-Security-Policy stopped. */
export interface OpenPage {
  page: Page
  complaints: string[]
}

export interface Pages {
  open(options?: BrowserContextOptions): Promise<OpenPage>
}

/** Tests in a browser; each page has cookies of its own, and is closed after its test. */
export const describeInBrowser = (name: string, tests: (pages: Pages) => void): void => {
  describe.skipIf(whyNot() !== undefined)(name, () => {
    let browser: Browser | undefined
    const contexts: BrowserContext[] = []
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: quiet })
    })
    afterEach(() => Promise.all(contexts.splice(0).map(context => context.close())))
    afterAll(() => browser?.close())

    tests({
      async open(options = {}) {
        if (!browser) throw new Error('no browser')
        const context = await browser.newContext(options)
        contexts.push(context)
        context.setDefaultTimeout(10_000)
        const page = await context.newPage()
        const complaints: string[] = []
        page.on('pageerror', error => complaints.push(error.message))
        page.on('console', message => {
          if (message.type() === 'error') complaints.push(message.text())
        })
        return { page, complaints }
      }
    })
  })
}
