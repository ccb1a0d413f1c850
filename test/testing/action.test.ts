import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadAction, runAction, runFlow } from '../../lib/testing/index.js'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'a0seal-kit-'))
})
afterAll(() => rm(directory, { recursive: true }))

const write = async (name: string, text: string): Promise<string> => {
  const file = join(directory, name)
  await writeFile(file, text)
  return file
}
const counting = 'let n = 0; exports.onExecutePostLogin = async () => { console.log(++n) }'

describe('an Action to run', () => {
  it('is a CommonJS file, taken as it stands', async () => {
    const file = await write(
      'plain.js',
      `exports.onExecutePostLogin = async () => { console.log(new Error().stack) }`
    )
    const run = await runAction(file)
    expect(run.logs.join()).toContain('plain.js:1:')
    expect(run.actions[0]?.name).toBe('plain')
  })

  it('may be given by URL or relative to the working directory', async () => {
    const file = await write('by-url.cjs', counting)
    expect((await runAction(pathToFileURL(file))).logs).toEqual(['1'])
    expect((await runAction('test/patterns/actions/deny-unverified-email.cjs')).outcome.type).toBe(
      'completed'
    )
  })

  it.each([
    ['an Action', { code: 'exports.onExecutePostLogin = async (event: any) => {}' }, {}],
    ['a module', { code: counting }, { broken: { code: 'exports.x = {' } }]
  ])('is refused where the text of %s does not parse', async (_what, source, modules) => {
    await expect(loadAction(source, { modules })).rejects.toThrow('does not build: line 1: ')
  })

  it('says which package to install, without a path', async () => {
    const file = await write('requires-missing.js', `require('no-such-package'); ${counting}`)
    const { error } = await runAction(file)
    expect(error).toContain('npm install no-such-package')
    expect(error).not.toContain(directory)
  })

  it('is a TypeScript source, with what it imports', async () => {
    await write('part.ts', `export const word: string = 'imported'`)
    const file = await write(
      'source.ts',
      `import { word } from './part.js'
       export const onExecutePostLogin = async (_event: unknown, api: { idToken: { setCustomClaim(n: string, v: string): void } }) => {
         api.idToken.setCustomClaim('word', word)
       }`
    )
    expect((await runAction(file)).claims.idToken).toEqual({ word: 'imported' })
  })

  it('is an ES module', async () => {
    const file = await write(
      'module.js',
      `import { createHash } from 'crypto'; export const onExecutePostLogin = async () => { console.log(typeof createHash) }`
    )
    expect((await runAction(file)).logs).toEqual(['function'])
  })

  it('may require modules of Auth0 in a source too', async () => {
    const file = await write(
      'with-module.ts',
      `import { word } from 'actions:words'\nexport const onExecutePostLogin = async () => { console.log(word) }`
    )
    const module = await write('words.js', 'exports.word = actions.secrets.WORD')
    const run = await runAction(file, { modules: { words: { file: module, secrets: { WORD: 'hi' } } } })
    expect(run.logs).toEqual(['hi'])
  })

  it('is a built bundle, named after its folder', async () => {
    const { mkdir } = await import('node:fs/promises')
    await mkdir(join(directory, 'my-action'))
    const file = await write('my-action/code.js', counting)
    expect((await runAction(file)).actions[0]?.name).toBe('my-action')
  })

  it('is text, or functions', async () => {
    expect((await runAction({ code: counting, name: 'text' })).actions[0]?.name).toBe('text')
    const run = await runAction({
      onExecutePostLogin: async (_event: object, api: { access: { deny(reason: string): void } }) => {
        api.access.deny('no')
      }
    })
    expect(run.denied).toEqual({ reason: 'no' })
  })

  it.each([
    ['a plain function', { onExecutePostLogin: () => Promise.resolve() }],
    ['a missing handler', { onContinuePostLogin: async () => {} }]
  ])('fails with %s, as on Auth0', async (_what, handlers) => {
    const run = await runAction(handlers)
    expect(run.error).toContain('Invalid function signature for the "onExecutePostLogin" handler')
  })

  it('rejects what cannot be read or bundled: that is no fault of an Action', async () => {
    await expect(runAction(join(directory, 'missing.js'))).rejects.toThrow('ENOENT')
    await expect(runAction(await write('broken.ts', 'export const = 1'))).rejects.toThrow('Build failed')
  })

  it('is read again when it changes', async () => {
    const file = await write('changing.js', counting)
    expect((await runAction(file)).logs).toEqual(['1'])
    await write('changing.js', `exports.onExecutePostLogin = async () => { console.log('changed') }`)
    await utimes(file, 1, 1)
    expect((await runAction(file)).logs).toEqual(['changed'])
  })

  it('finds packages from where the file is', async () => {
    const { mkdir } = await import('node:fs/promises')
    await mkdir(join(directory, 'node_modules/only-here'), { recursive: true })
    await write('node_modules/only-here/index.js', `module.exports = 'found'`)
    const file = await write(
      'requires.cjs',
      `exports.onExecutePostLogin = async () => { console.log(require('only-here')) }`
    )
    expect((await runAction(file)).logs).toEqual(['found'])
  })
})

describe('an instance', () => {
  it('is new for each run of a file or text', async () => {
    const file = await write('counting.js', counting)
    for (const source of [file, { code: counting }]) {
      expect((await runAction(source)).logs).toEqual(['1'])
      expect((await runAction(source)).logs).toEqual(['1'])
    }
  })

  it('stays where the Action was loaded before', async () => {
    const action = await loadAction({ code: counting })
    expect((await runAction(action)).logs).toEqual(['1'])
    expect((await runAction(action)).logs).toEqual(['2'])
    expect((await runFlow([action, { action, name: 'again' }])).logs).toEqual(['3', '4'])
  })

  it('runs nothing when it is loaded', async () => {
    const action = await loadAction({ code: `throw new Error('top level')` }, { name: 'mine' })
    expect(action.name).toBe('mine')
    expect((await runAction(action)).error).toBe('top level')
  })
})

describe('secrets', () => {
  const show = {
    code: 'exports.onExecutePostLogin = async event => { console.log(JSON.stringify(event.secrets)) }'
  }

  it('are those of the flow, or of the Action alone', async () => {
    const run = await runFlow([show, { action: show, secrets: { B: '2' } }], { secrets: { A: '1' } })
    expect(run.logs).toEqual(['{"A":"1"}', '{"B":"2"}'])
  })

  it.each([
    [
      Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`S${index}`, 'v'])),
      'more than 30 secrets'
    ],
    [{ ['N'.repeat(129)]: 'v' }, 'name of a secret is too long'],
    [{ LONG: 'v'.repeat(4097) }, 'LONG is too long'],
    [{ NUMBER: 1 as never }, 'NUMBER is no string']
  ])('that Auth0 would not take are refused', async (secrets, message) => {
    await expect(runAction(show, { secrets })).rejects.toThrow(message)
  })

  it('may have 128 characters in the name and 4096 in the value', async () => {
    const run = await runAction(show, { secrets: { ['N'.repeat(128)]: 'v'.repeat(4096) } })
    expect(run.outcome.type).toBe('completed')
  })
})
