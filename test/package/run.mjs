// Installs the packed library as an application does, without the operator's and local parts, and opens a value with it.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = mkdtempSync(join(tmpdir(), 'a0seal-package-'))

/** @param {string[]} args @param {string} cwd */
const npm = (args, cwd) =>
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })

const program = `
  import { createReader } from 'a0seal/reader'
  const { value, keys, binding, claims } = JSON.parse(process.argv[2])
  const reader = createReader({ keys, tenant: binding.tenant, recipient: binding.audience })
  const opened = await reader.open(value, { token: { sub: binding.subject, iat: claims.iat } })
  if (JSON.stringify(opened.data.nested) !== '{"a":true,"b":null}') throw new Error('the value opened to something else')
`

try {
  const [{ filename }] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], root))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  npm(['install', '--omit=optional', '--no-package-lock', join(folder, filename)], folder)
  for (const absent of ['oidc-provider', 'esbuild', 'auth0', 'hono']) {
    if (existsSync(join(folder, 'node_modules', absent))) throw new Error(`${absent} was installed too`)
  }
  const pinned = readFileSync(join(root, 'test/vectors/pinned/released-p256.json'), 'utf8')
  writeFileSync(join(folder, 'program.js'), program)
  execFileSync(process.execPath, [join(folder, 'program.js'), pinned], { stdio: 'inherit' })
  console.log('the packed reader, installed with jose alone, opens a released value')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
