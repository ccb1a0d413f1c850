import { join } from 'node:path'
import * as esbuild from 'esbuild'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createAPI } from '../fixtures/api.js'
import { type Loaded, load } from '../fixtures/built.js'
import { eventOf, secrets, tenantId, userId } from '../fixtures/event.js'
import { createFolders } from '../fixtures/folder.js'
import { contentOf } from '../fixtures/login.js'
import { source, writeExamples } from './library-examples.js'

const createFolder = createFolders()

let folder = ''
let names: string[] = []

beforeAll(async () => {
  folder = await createFolder()
  names = await writeExamples(folder)
})

afterEach(() => void vi.unstubAllGlobals())

const bundle = async (name: string): Promise<Loaded> => {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(folder, `actions/${name}.ts`)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    alias: { a0seal: source },
    logLevel: 'silent'
  })
  return load(outputFiles[0]?.text ?? '')
}

it('there is a page for each part of the library', () => {
  expect(names).toEqual(['handlers', 'once-and-remember', 'seal-profile', 'sealer'])
})

it('sealer: keeps an attribute under a name of its own, and writes it once', async () => {
  const { exports, log } = await bundle('sealer')
  const first = createAPI()
  await exports.onExecutePostLogin?.(eventOf({ user: { iban: 'canary' } }), first.api)
  expect(first.recorded.calls).toEqual(['app_metadata payroll'])
  const { payroll } = first.recorded.appMetadata
  expect(contentOf(payroll, { slot: 'own-payroll' }).data).toEqual({ iban: 'canary' })

  const again = createAPI()
  await exports.onExecutePostLogin?.(
    eventOf({ user: { iban: 'canary', app_metadata: { payroll } } }),
    again.api
  )
  expect(again.recorded.calls).toEqual([])
  await exports.onExecutePostLogin?.(eventOf({ user: { iban: 'canary' }, secrets: {} }), again.api)
  expect(again.recorded.calls).toEqual([])
  expect(log).toEqual(['payroll ERR_NO_KEYS'])
})

it('handlers: seals for those who are verified', async () => {
  const { exports } = await bundle('handlers')
  const run = async (email_verified: boolean) => {
    const { api, recorded } = createAPI()
    const login = eventOf({ user: { gender: 'x', email_verified } })
    const authentication = { methods: [{ name: 'federated', timestamp: new Date().toISOString() }] }
    await exports.onExecutePostLogin?.({ ...login, authentication }, api)
    return recorded.calls
  }
  expect(await run(true)).toEqual(['app_metadata sealed_demographics'])
  expect(await run(false)).toEqual(['deny'])
})

it('once and remember: asks the service one time', async () => {
  const { exports, log } = await bundle('once-and-remember')
  const asked: string[] = []
  const serve = (status: number) =>
    vi.stubGlobal('fetch', async (url: string) => {
      asked.push(url)
      return new Response('gold', { status })
    })
  const logIn = async (app_metadata = {}) => {
    asked.length = 0
    const { api, recorded } = createAPI()
    const login = eventOf({ secrets: { SERVICE_URL: 'https://service.test' }, user: { app_metadata } })
    await exports.onExecutePostLogin?.(login, api)
    return recorded
  }
  serve(200)
  const { appMetadata } = await logIn()
  expect(asked).toEqual(['https://service.test/welcome', `https://service.test/plans/${userId}`])
  expect(Object.keys(appMetadata)).toEqual(['once_welcome', 'remembered_plan'])

  const { calls } = await logIn(appMetadata)
  expect(asked).toEqual([])
  expect(calls).toEqual(['id_token https://acme.example/plan'])

  serve(500)
  await logIn()
  expect(log).toEqual(['the service did not answer'])
})

it('sealProfile: returns nothing of a slot in clear', async () => {
  const { exports } = await bundle('seal-profile')
  const login = exports.login as unknown as (
    email: string,
    password: string,
    callback: (error: Error | null, profile?: Record<string, Record<string, unknown>>) => void
  ) => Promise<void>
  vi.stubGlobal('configuration', { ...secrets, TENANT: tenantId, USERS_URL: 'https://users.test' })
  vi.stubGlobal('fetch', async () => Response.json({ user_id: '1', gender: 'canary' }))
  const callback = vi.fn()
  await login('ann@acme.test', 'password', callback)
  const [error, profile] = callback.mock.calls[0] ?? []
  expect(error).toBe(null)
  expect(JSON.stringify(profile)).not.toContain('canary')
  const { data } = contentOf(profile.app_metadata.sealed_demographics, { subject: 'auth0|1' })
  expect(data).toEqual({ gender: 'canary' })

  vi.stubGlobal('fetch', async () => new Response('', { status: 401 }))
  await login('ann@acme.test', 'password', callback)
  expect(callback.mock.calls[1]).toEqual([new Error('wrong e-mail or password')])
})
