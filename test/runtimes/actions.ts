// Runs on each Node version an Action can meet, started from a file: seals, releases and copies with the built code.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import vm from 'node:vm'
import { issuerOf, readClaims } from '../../lib/core/format/claims.js'
import { typReleased } from '../../lib/core/format/header.js'
import { pointOf } from '../../lib/core/format/point.js'
import { decryptJWE } from '../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../lib/core/jwe/private-keys.js'
import { createAPI } from '../fixtures/api.js'
import { minutesAgo, nowMs } from '../fixtures/clock.js'
import { eventOf, tenantId, userId } from '../fixtures/event.js'
import { keyPair } from '../fixtures/keys.js'

const [directory = 'dist'] = process.argv.slice(2)
const namespace = 'https://acme.example/'
Date.now = () => nowMs

type Handler = (event: unknown, api: unknown) => Promise<void>

/** Loaded as Auth0 does: the body of a function with little around it. */
const load = (name: string): Handler => {
  const file = join(directory, 'actions', name, 'code.js')
  const run = vm.compileFunction(readFileSync(file, 'utf8'), ['module', 'exports', 'require', 'console'])
  const module = { exports: {} as Record<string, Handler> }
  run(module, module.exports, createRequire(file), { log: (line: string) => assert.fail(line) })
  const handler = module.exports.onExecutePostLogin
  assert.equal(handler?.constructor.name, 'AsyncFunction')
  return handler as Handler
}

const actions = ['seal-attributes', 'copy-user-metadata', 'release-attributes'].map(load)

const login = async (app_metadata: Record<string, unknown>, attributes: Record<string, unknown>) => {
  const user_metadata = { hobby: 'climbing' }
  const event = eventOf({
    user: { ...attributes, app_metadata, user_metadata },
    authentication: { methods: [{ name: 'federated', timestamp: minutesAgo(1) }] }
  })
  const { api, recorded } = createAPI(event)
  for (const action of actions) {
    event.user.app_metadata = recorded.appMetadata
    await action(event, api)
  }
  return recorded
}

const main = async (): Promise<void> => {
  const attributes = { gender: 'gender-under-test', ethnicity: ['ethnicity-under-test'] }
  const first = await login({}, attributes)
  assert.match(String(first.appMetadata.sealed_demographics), /^ey[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/)
  assert.equal(first.idToken[`${namespace}hobby`], 'climbing')

  const privateKeys = createKeySetParser(
    typReleased,
    importPrivateKey,
    pointOf
  )(JSON.stringify(keyPair(1).privateJWK))
  const { plaintext } = decryptJWE(first.idToken[`${namespace}demographics`], privateKeys)
  const binding = { iss: issuerOf(tenantId), sub: userId, aud: 'hr-web' }
  assert.deepEqual(readClaims(plaintext, binding).data, attributes)

  const second = await login(first.appMetadata, attributes)
  assert.deepEqual(
    second.calls.filter(call => call.startsWith('app_metadata')),
    []
  )
  const silent = await login(first.appMetadata, {})
  assert.ok(silent.idToken[`${namespace}demographics`])
  console.log(`${process.version} ${directory}: sealed, released, copied, and nothing written twice`)
}

main().catch(error => {
  console.error(error)
  process.exitCode = 1
})
