import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  /** In a profile whose user has made this choice of Chromium's settings; `open` has one that blocks. */
  openInProfile(thirdPartyCookies: ThirdPartyCookies, options?: BrowserContextOptions): Promise<OpenPage>
}

export type ThirdPartyCookies = 'allowed' | 'blocked'

const createProfile = async (thirdPartyCookies: ThirdPartyCookies): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'a0seal-chromium-'))
  await mkdir(join(folder, 'Default'))
  const isBlocked = thirdPartyCookies === 'blocked'
  const preferences = {
    profile: { cookie_controls_mode: isBlocked ? 1 : 0, block_third_party_cookies: isBlocked }
  }
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences))
  return folder
}

const watch = async (context: BrowserContext): Promise<OpenPage> => {
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', error => complaints.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, complaints }
}

/** Tests in a browser; each page has cookies of its own, and is closed after its test. */
export const describeInBrowser = (name: string, tests: (pages: Pages) => void): void => {
  describe.skipIf(whyNot() !== undefined)(name, () => {
    let browser: Browser | undefined
    const contexts: BrowserContext[] = []
    const profiles: string[] = []
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: quiet })
    })
    afterEach(() => Promise.all(contexts.splice(0).map(context => context.close())))
    afterAll(async () => {
      await browser?.close()
      // Chromium may still be writing to them.
      for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 10 })
    })

    tests({
      async open(options = {}) {
        if (!browser) throw new Error('no browser')
        const context = await browser.newContext(options)
        contexts.push(context)
        return watch(context)
      },
      async openInProfile(thirdPartyCookies, options = {}) {
        const profile = await createProfile(thirdPartyCookies)
        const context = await chromium.launchPersistentContext(profile, {
          executablePath,
          args: quiet,
          ...options
        })
        contexts.push(context)
        profiles.push(profile)
        return watch(context)
      }
    })
  })
}
