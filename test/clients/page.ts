import * as esbuild from 'esbuild'
import type { Page } from 'playwright-core'
import { htmlPage, type Site, startSite } from '../browser/site.js'

/** Shows what a page has found out, for the test to read, and gives it buttons. */
const show = `
const show = (id, value) => {
  const element = document.createElement('pre')
  element.id = id
  element.textContent = JSON.stringify(value)
  document.body.append(element)
}
const button = (label, onClick) => {
  const element = document.createElement('button')
  element.textContent = label
  element.addEventListener('click', onClick)
  document.body.append(element)
}
const promised = run => new Promise((resolve, reject) => run((error, result) => error ? reject(error) : resolve(result)))
`

/**
 * auth0-js calls itself an ES module, and what it has for `require` is none: by the letter of its package.json Lock, which
 * requires it, finds nothing there.
 */
const requireAsModule: esbuild.Plugin = {
  name: 'auth0-js',
  setup: build =>
    build.onResolve({ filter: /^auth0-js/ }, ({ path, kind, ...from }) =>
      kind === 'require-call' ? build.resolve(path, { ...from, kind: 'import-statement' }) : undefined
    )
}

const bundle = async (script: string, alias: Record<string, string> = {}): Promise<string> => {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: `${show}\n${script}`, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    plugins: [requireAsModule],
    alias,
    logLevel: 'silent'
  })
  return outputFiles[0]?.text ?? ''
}

/** An application that is one script in a page. Other paths have scripts of their own. */
export const startPage = async (
  script: string,
  {
    tls,
    paths = {},
    alias
  }: {
    tls?: { key: string; cert: string }
    paths?: Record<string, string>
    /** Packages in the place of those that a package would find. */
    alias?: Record<string, string>
  } = {}
): Promise<Site> => {
  const scripts = Object.entries({ '/': script, ...paths })
  const answers = await Promise.all(
    scripts.map(async ([path, text], at) => {
      const code = await bundle(text, alias)
      const file = `/page-${at}.js`
      return [
        [path, () => htmlPage(`<script type="module" src="${file}"></script>`)],
        [file, () => ({ type: 'text/javascript', body: code })]
      ] as const
    })
  )
  return startSite(Object.fromEntries(answers.flat()), tls)
}

/** What the page has shown under this name. */
export const read = async (page: Page, id: string): Promise<unknown> =>
  JSON.parse((await page.locator(`#${id}`).last().textContent()) ?? 'null')
