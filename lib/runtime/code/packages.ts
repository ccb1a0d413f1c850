import { createRequire } from 'node:module'

/** Codes of Node's errors whose messages name files of this machine. */
const namesFiles = new Set([
  'MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_INVALID_PACKAGE_CONFIG',
  'ERR_REQUIRE_ESM',
  'ERR_REQUIRE_ASYNC_MODULE',
  'ERR_DLOPEN_FAILED'
])

const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined

/** `@scope/name` of `@scope/name/part`. */
const packageOf = (request: string): string => /^(@[^/]+\/)?[^/]+/.exec(request)?.[0] ?? request

/** What to do about a package that cannot be loaded: the message of Node has paths of this machine instead. */
const explain = (request: string, thrown: unknown): unknown => {
  const code = codeOf(thrown)
  if (code === undefined || !namesFiles.has(code)) return thrown
  if (/^(\.|\/|[a-z]:)/i.test(request)) {
    return new Error(
      `Cannot load the file '${request}': on Auth0 an Action is one file. Bundle what it requires.`
    )
  }
  const next =
    code === 'MODULE_NOT_FOUND'
      ? `Install it and what it needs: npm install ${packageOf(request)}`
      : `It is installed and does not load (${code}).`
  return new Error(`Cannot load the package '${request}'. ${next}`)
}

/** `require` as code in this file would have it, with failures that say what to install and name no file. */
export const packagesFrom = (file: string): ((request: string) => unknown) => {
  const require = createRequire(file)
  return request => {
    try {
      return require(request)
    } catch (thrown) {
      throw explain(String(request), thrown)
    }
  }
}
