import { fileURLToPath } from 'node:url'
import * as esbuild from 'esbuild'
import { expect, it } from 'vitest'
import { createAPI } from '../fixtures/api.js'
import { load } from '../fixtures/built.js'
import { eventOf, secrets, userId } from '../fixtures/event.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const source = `
  import { createSealer } from 'a0seal'

  exports.onExecutePostLogin = async (event, api) => {
    const sealer = createSealer(event.secrets.A0SEAL_KEYS, { tenant: event.tenant.id })
    const place = { user: event.user.user_id, slot: 'own' }
    const { value, isChanged } = sealer.update(event.user.app_metadata.own, { plan: 'canary' }, place)
    if (isChanged) api.user.setAppMetadata('own', value)
  }`

const bundle = async () => {
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node18',
    conditions: ['a0seal-source'],
    logLevel: 'silent'
  })
  const outputs = Object.values(metafile.outputs)
  const used = outputs.flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []))
  )
  return {
    code: outputFiles[0]?.text ?? '',
    files: used.filter(file => file !== '<stdin>'),
    imports: outputs.flatMap(({ imports }) => imports.map(({ path }) => path))
  }
}

const { code, files, imports } = await bundle()

it('an Action with nothing but createSealer has at most 12 kB, not minified', () => {
  expect(Buffer.byteLength(code)).toBeLessThanOrEqual(12_000)
})

it('has nothing in it that only policies need', () => {
  const isNeeded = /^lib\/sealer\.ts$|^lib\/core\/(\w+\.ts|auth0\/(json|limits)\.ts|(jwe|seal|format)\/)/
  expect(files).toContain('lib/core/sealer.ts')
  expect(files.filter(file => !isNeeded.test(file))).toEqual([])
  expect(imports).toEqual(['crypto'])
})

it('runs on its own, and writes only what changed', async () => {
  const { exports, required } = load(code)
  const first = createAPI()
  await exports.onExecutePostLogin?.(eventOf(), first.api)
  expect(first.recorded.calls).toEqual(['app_metadata own'])
  expect(required).toEqual(['crypto'])

  const { own } = first.recorded.appMetadata
  expect(JSON.stringify(own)).not.toContain('canary')
  const second = createAPI()
  await exports.onExecutePostLogin?.(
    eventOf({ secrets, user: { user_id: userId, app_metadata: { own } } }),
    second.api
  )
  expect(second.recorded.calls).toEqual([])
})
