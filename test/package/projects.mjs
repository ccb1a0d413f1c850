import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @import { Shell } from './commands.mjs' */

const theirs = join(dirname(fileURLToPath(import.meta.url)), 'commonjs')

/** Logs in as an application and a browser do, with what the package has for it, and prints the claims of the ID token. */
const program = `
  import { login } from 'a0seal/tenant'
  const [tenant, options] = JSON.parse(process.argv[2])
  const { claims, callback } = await login(tenant, options)
  if (!claims) throw new Error(String(callback))
  console.log(JSON.stringify(claims))
`

/** @param {Shell} shell @param {object} tenant @param {object} options @returns {Promise<Record<string, unknown>>} */
const claimsOf = async ({ folder, run }, tenant, options) => {
  writeFileSync(join(folder, 'log-in.mjs'), program)
  const { stdout } = await run('node', ['log-in.mjs', JSON.stringify([tenant, options])])
  return JSON.parse(stdout)
}

/** @param {Shell} shell */
const packageOf = ({ folder }) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** The README's start, in an empty folder. @param {Shell} shell @param {string} packed */
export const followStart = async (shell, packed) => {
  const { run, withTenant } = shell
  await run('npm', ['install', packed])
  await run('npx', ['a0seal', 'init'])
  assert.equal(packageOf(shell).type, 'module')
  await run('npm', ['test'])
  const { stdout: built } = await run('npx', ['a0seal', 'build'])
  assert.match(built, /^email-domain /m)
  const { stdout: demo } = await run('npx', ['a0seal', 'demo'])
  assert.match(demo, /email-domain: \d+ runs, no error/)
  await withTenant([], async tenant => {
    const personas = [{ user_id: 'oidc|acme-idp|ada', connection: 'acme-idp' }]
    const options = { client_id: 'hr-web', persona: 'oidc|acme-idp|ada' }
    const claims = await claimsOf(shell, { ...tenant, personas }, options)
    assert.equal(claims['https://acme.example/email_domain'], 'acme.example')
    assert.match(String(claims['https://acme.example/demographics']), /^ey/)
  })
}

/** Somebody of each of three connections signs in. @param {Shell} shell @param {object} tenant */
const logInByEach = async (shell, tenant) => {
  const seed = JSON.parse(readFileSync(join(theirs, 'seed.json'), 'utf8'))
  for (const { connection, profile, password } of seed.personas) {
    const { user_id, email } = profile
    const who = password ? { username: email, password } : { persona: user_id }
    const personas = [{ user_id, connection }]
    const claims = await claimsOf(shell, { ...tenant, personas }, { client_id: 'hr-web', ...who })
    const { strategy } = seed.connections.find(
      (/** @type {{ name: string }} */ { name }) => name === connection
    )
    assert.equal(claims['https://their.example/login_method'], strategy)
    assert.match(String(claims['https://their.example/cost_center']), /^[0-9a-f]{8}$/)
    assert.equal(typeof claims['https://their.example/demographics'] === 'string', 'gender' in profile)
  }
}

/** A CommonJS project with Actions of its own, a0seal installed. @param {Shell} shell */
export const followCommonJS = async shell => {
  const { folder, run, withTenant } = shell
  const before = JSON.parse(readFileSync(join(theirs, 'package.json'), 'utf8'))
  const { dependencies } = packageOf(shell)
  cpSync(join(theirs, 'actions'), join(folder, 'actions'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...before, dependencies }, null, '\t'))
  await run('npx', ['a0seal', 'init'])
  const after = packageOf(shell)
  assert.deepEqual(after, { ...before, dependencies, scripts: { ...after.scripts, ...before.scripts } })
  assert.match(readFileSync(join(folder, 'package.json'), 'utf8'), /^\{\n\t"name"/)
  await run('node', ['--test', 'test/actions/email-domain.mjs', 'test/actions/login.mjs'])
  await run('npx', ['a0seal', 'build'])

  cpSync(join(theirs, 'a0seal.config.mts'), join(folder, 'a0seal.config.mts'))
  cpSync(join(theirs, 'seed.json'), join(folder, 'seed.json'))
  const { stdout: built } = await run('npm', ['run', 'build'])
  for (const name of ['cost-center', 'login-method']) assert.match(built, new RegExp(`^${name} `, 'm'))
  await run('npx', ['a0seal', 'demo'])
  await withTenant(['--seed', 'seed.json'], tenant => logInByEach(shell, tenant))
}
