import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './commands.mjs'

/** @import { Shell } from './commands.mjs' */

const program = `
  import { createReader } from 'a0seal/reader'
  const { value, keys, binding, claims } = JSON.parse(process.argv[2])
  const reader = createReader({ keys, tenant: binding.tenant, recipient: binding.audience })
  const opened = await reader.open(value, { token: { sub: binding.subject, iat: claims.iat } })
  if (JSON.stringify(opened.data.nested) !== '{"a":true,"b":null}') throw new Error('the value opened to something else')
`

/** As an application installs it: without the operator's and local parts. @param {Shell} shell @param {string} packed */
export const openWithReader = async ({ folder, run }, packed) => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  await run('npm', ['install', '--omit=optional', '--no-package-lock', packed])
  for (const absent of ['oidc-provider', 'esbuild', 'auth0', 'hono']) {
    if (existsSync(join(folder, 'node_modules', absent))) throw new Error(`${absent} was installed too`)
  }
  const pinned = readFileSync(join(root, 'test/vectors/pinned/released-p256.json'), 'utf8')
  writeFileSync(join(folder, 'program.js'), program)
  await run('node', ['program.js', pinned])
}
