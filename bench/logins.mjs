import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureInTurn, median, ratioOf } from './measure.mjs'
import { createRelease } from './raw-ecdh.mjs'
import { samples } from './samples.mjs'

/**
 * @typedef {import('./candidates/candidate.js').Setup} Setup
 * @typedef {import('./bundles.mjs').Candidate} Candidate
 * @typedef {{ name: string, oursUs: number, rawUs: number, ratio: number }} LoginRow microseconds
 * @typedef {(event: object, api: object) => Promise<void>} Handler
 */

/** @type {typeof import('../lib/builder/build.js')} */
const { build } = await import(new URL('../build/builder/build.js', import.meta.url).href)

/** An `api` that takes everything, and says how often it was called. */
const createAPI = () => {
  const calls = { metadata: 0, claims: 0 }
  const metadata = () => void calls.metadata++
  const setCustomClaim = () => void calls.claims++
  const api = {
    access: { deny: metadata },
    user: { setAppMetadata: metadata, setUserMetadata: metadata },
    transaction: { setMetadata: metadata },
    idToken: { setCustomClaim },
    accessToken: { setCustomClaim }
  }
  return { api, calls }
}

/** The built Actions of `login.policy.ts`. @param {string} out a folder @returns {Promise<Record<string, Handler>>} */
const loadActions = async out => {
  const config = fileURLToPath(new URL('login.policy.ts', import.meta.url))
  const { manifest } = await build({ config, out })
  const require = createRequire(import.meta.url)
  return Object.fromEntries(
    manifest.actions.map(({ name, file }) => [name, require(join(out, file)).onExecutePostLogin])
  )
}

/** @param {object} options @param {Setup} options.setup @param {unknown} options.sealed */
const eventFor = ({ setup, sealed }, /** @type {string} */ client_id) => ({
  tenant: { id: setup.place.iss.replace('urn:auth0:', '') },
  client: { client_id, metadata: {} },
  connection: { name: 'acme-idp', strategy: 'oidc' },
  authentication: { methods: [] },
  transaction: { protocol: 'oidc-basic-profile', requested_scopes: ['openid'], prompt: [], metadata: {} },
  secrets: { A0SEAL_KEYS: setup.dir, A0SEAL_HR_WEB_KEY: setup.p256.publicKey },
  user: {
    ...samples[200],
    user_id: setup.place.sub,
    app_metadata: { sealed_demographics: sealed },
    user_metadata: { favorite_color: 'blue' }
  }
})

/**
 * What the Actions of a login cost against the cryptography in it, that alone.
 *
 * @param {string} folder
 * @param {{ setup: Setup, candidates: Record<string, Candidate>, rounds: number }} options
 * @returns {Promise<LoginRow[]>}
 */
export const measureLogins = async (folder, { setup, candidates, rounds }) => {
  const { 'ours-dir': ours, floor } = candidates
  if (!ours || !floor) throw new Error('the floor and ours are compared')
  const actions = await loadActions(join(folder, 'login'))
  const sealed = await (await ours.createSeal(setup))(samples[200])
  const stored = await (await floor.createSeal(setup))(samples[200])
  const rawOpen = await floor.createOpen(setup)
  const rawRelease = createRelease(setup.p256.publicKey)

  const run = async (
    /** @type {string[]} */ names,
    /** @type {string} */ client,
    /** @type {number} */ claims
  ) => {
    const event = eventFor({ setup, sealed }, client)
    const { api, calls } = createAPI()
    const login = async () => {
      for (const name of names) await actions[name]?.(event, api)
    }
    await login()
    if (calls.metadata !== 0 || calls.claims !== claims)
      throw new Error(`${client}: not the login that it should be`)
    return login
  }
  const compare = async (
    /** @type {string} */ name,
    /** @type {() => unknown} */ login,
    /** @type {() => unknown} */ raw
  ) => {
    const { ours: times = [], raw: base = [] } = await measureInTurn(
      { ours: login, raw },
      { rounds, batchMs: 2, warmUpMs: 200 }
    )
    return { name, oursUs: median(times), rawUs: median(base), ratio: ratioOf(times, base) }
  }
  return [
    await compare(
      'the three Actions of an unchanged login, released in clear, against the AES in it (aim: 2)',
      await run(Object.keys(actions), 'trusting', 2),
      () => {
        rawOpen(stored)
        rawOpen(stored)
      }
    ),
    await compare(
      'the Action that releases a sealed value, against AES and ECDH-ES P-256',
      await run(['release-attributes'], 'hr-web', 1),
      () => rawRelease(rawOpen(stored))
    )
  ]
}
