import { beforeEach, describe, expect, it, vi } from 'vitest'
import { definePolicy } from '../lib/core/policy/define-policy.js'
import { copyUserMetadata, releaseAttributes, sealAttributes } from '../lib/handlers.js'
import { createAPI } from './fixtures/api.js'
import { nowMs, nowSeconds } from './fixtures/clock.js'
import { eventOf } from './fixtures/event.js'
import { keyPair } from './fixtures/keys.js'
import { contentOf, sealedValue } from './fixtures/login.js'
import { openAs } from './fixtures/release.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: { demographics: { attributes: ['gender'] } },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],
  copy: { color: 'string' }
})
const seal = sealAttributes(policy)
const release = releaseAttributes(policy)
const copy = copyUserMetadata(policy)

const broken = { user: { app_metadata: 'canary', user_metadata: 'canary', gender: 'canary' } }
const log = vi.spyOn(console, 'log').mockImplementation(() => {})

beforeEach(() => {
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] })
  log.mockClear()
  Object.assign(policy.onError, { seal: 'continue', copy: 'continue', release: 'continue' })
  return () => void vi.useRealTimers()
})

describe('seal-attributes', () => {
  it('seals what the login brings, at the time of the login', async () => {
    const { api, recorded } = createAPI()
    await seal(eventOf({ user: { gender: 'x' } }), api)
    expect(recorded.calls).toEqual(['app_metadata sealed_demographics'])
    expect(contentOf(recorded.appMetadata.sealed_demographics)).toMatchObject({
      data: { gender: 'x' },
      iat: nowSeconds
    })
    expect(log).not.toHaveBeenCalled()
  })
})

describe('release-attributes', () => {
  it('hands it to the application, at the time of the login', async () => {
    const { api, recorded } = createAPI()
    const app_metadata = { sealed_demographics: sealedValue({ gender: 'x' }) }
    await release(eventOf({ user: { app_metadata } }), api)
    expect(recorded.calls).toEqual(['id_token https://acme.example/demographics'])
    const released = recorded.idToken['https://acme.example/demographics']
    expect(await openAs(released, keyPair(1).privateJWK, 'hr-web')).toMatchObject({
      data: { gender: 'x' },
      iat: nowSeconds
    })
    expect(log).not.toHaveBeenCalled()
  })
})

describe('copy-user-metadata', () => {
  it('copies the fields of the policy', async () => {
    const { api, recorded } = createAPI()
    await copy(eventOf({ user: { user_metadata: { color: 'red', hobby: 'chess' } } }), api)
    expect(recorded.idToken).toEqual({ 'https://acme.example/color': 'red' })
    expect(log).not.toHaveBeenCalled()
  })
})

describe.each([
  ['seal-attributes', 'seal', seal],
  ['release-attributes', 'release', release],
  ['copy-user-metadata', 'copy', copy]
] as const)('%s', (name, step, handler) => {
  // What cannot be released is null.
  const withheld = step === 'release' ? ['id_token https://acme.example/demographics'] : []

  it('is an async function, as Auth0 asks for', () => {
    expect(handler.constructor.name).toBe('AsyncFunction')
  })

  it('lets the login go on where it fails, with one line of log', async () => {
    const { api, recorded } = createAPI()
    await handler(eventOf(broken), api)
    expect(recorded.calls).toEqual(withheld)
    expect(log.mock.calls).toEqual([
      [expect.stringMatching(`^a0seal ${name} ERR_METADATA( slot=demographics)?$`)]
    ])
  })

  it('denies the login where the policy says so for this step', async () => {
    policy.onError[step] = 'deny'
    const { api, recorded } = createAPI()
    await handler(eventOf(broken), api)
    expect(recorded.calls).toEqual([...withheld, 'deny'])
  })

  it('does not deny the login where the policy says so for the other steps', async () => {
    for (const other of ['seal', 'copy', 'release'] as const)
      if (other !== step) policy.onError[other] = 'deny'
    const { api, recorded } = createAPI()
    await handler(eventOf(broken), api)
    expect(recorded.calls).toEqual(withheld)
  })

  it('does not throw, whatever the event is', async () => {
    for (const event of [undefined, null, {}, 'event', { user: null }]) {
      await expect(handler(event as never, createAPI().api)).resolves.toBeUndefined()
    }
  })
})
