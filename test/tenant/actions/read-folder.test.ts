import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { A0sealError } from '../../../lib/core/errors.js'
import { readActions } from '../../../lib/tenant/actions/read-folder.js'

let directory: string

const write = async (path: string, content: string | object) => {
  const file = join(directory, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
}

const writeAction = async (name: string, code = `actions/${name}/code.js`) => {
  await write(`actions/${name}/code.js`, `// ${name}`)
  await write(`actions/${name}.json`, {
    name,
    code,
    runtime: 'node22',
    supported_triggers: [{ id: 'post-login', version: 'v3' }],
    secrets: [
      { name: 'KEYS', value: '##KEYS##' },
      { name: 'OTHER', value: '##OTHER##' }
    ]
  })
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'a0seal-test-'))
  await write('triggers/triggers.json', {
    'post-login': [{ action_name: 'second' }, { action_name: 'first', display_name: 'First' }],
    'pre-user-registration': [{ action_name: 'third' }],
    'a-trigger-of-tomorrow': [{ action_name: 'fourth' }]
  })
  for (const name of ['first', 'second', 'third']) await writeAction(name)
})
afterEach(() => rm(directory, { recursive: true }))

describe('readActions', () => {
  test('reads the Actions of each trigger in their order, and passes over triggers it does not know', async () => {
    const actions = await readActions(directory)
    expect(actions.map(({ name, code, trigger }) => [name, code, trigger])).toEqual([
      ['second', '// second', 'post-login'],
      ['first', '// first', 'post-login'],
      ['third', '// third', 'pre-user-registration']
    ])
  })

  test('takes secrets by Action, then for all, then leaves the keyword as it stands', async () => {
    const [second, first] = await readActions(directory, { first: { KEYS: 'mine' }, '*': { KEYS: 'all' } })
    expect(first?.secrets).toEqual({ KEYS: 'mine', OTHER: '##OTHER##' })
    expect(second?.secrets).toEqual({ KEYS: 'all', OTHER: '##OTHER##' })
  })

  test('leaves out what is bound and said to be elsewhere, and misses anything else', async () => {
    await rm(join(directory, 'actions/second.json'))
    await expect(readActions(directory)).rejects.toThrow('second.json')
    const actions = await readActions(directory, {}, { elsewhere: ['second'] })
    expect(actions.map(({ name }) => name)).toEqual(['first', 'third'])
  })

  test('does not leave the directory', async () => {
    await writeAction('first', '../../etc/hostname')
    await expect(readActions(directory)).rejects.toThrow('outside')
  })

  test.each([
    './actions/first/code.js',
    'actions\\first\\code.js',
    './tenant/actions/first/code.js',
    '../exported/actions/first/code.js'
  ])('finds the code where each version of auth0-deploy-cli writes it: %s', async path => {
    await writeAction('first', path)
    expect((await readActions(directory))[1]?.code).toBe('// first')
  })

  test('finds an Action whose name cannot be that of a file, and takes a secret that an export hides as unset', async () => {
    await write('triggers/triggers.json', { 'post-login': [{ action_name: 'Roles: 1/2' }] })
    await write('actions/Roles- 1-2/code.js', '// roles')
    const secrets = [{ name: 'KEY', value: '_VALUE_NOT_SHOWN_' }, { name: 'OTHER' }]
    const code = './actions/Roles- 1-2/code.js'
    await write('actions/Roles- 1-2.json', { name: 'Roles: 1/2', code, secrets })
    expect(await readActions(directory)).toEqual([
      { name: 'Roles: 1/2', code: '// roles', secrets: { KEY: '', OTHER: '' }, trigger: 'post-login' }
    ])
  })

  test.each([
    ['tenant.yaml', 'this is an export as YAML'],
    ['readme.txt', 'name a folder of a0seal build']
  ])('says what to name in the place of a folder with %s', async (file, said) => {
    await rm(join(directory, 'triggers'), { recursive: true })
    await write(file, 'actions: []')
    const error: A0sealError = await readActions(directory).catch(error => error)
    expect(error).toMatchObject({ code: 'ERR_USAGE', message: expect.stringContaining(said) })
  })

  test('names the file that is not as it should be', async () => {
    await write('actions/first.json', { name: 'first' })
    await expect(readActions(directory)).rejects.toThrow(/first\.json: code/)
  })

  test.each(['actions/first.json', 'triggers/triggers.json'])(
    'names %s where it is not JSON, and quotes nothing of it',
    async path => {
      await write(path, '{ "secrets": [{ "name": "KEYS", "value": "CANARY" "x" }] }')
      const error: A0sealError = await readActions(directory).catch(error => error)
      expect(error.code).toBe('ERR_USAGE')
      expect(error.message).toContain(`${path} is not JSON`)
      expect(inspect(error)).not.toContain('CANARY')
    }
  )
})
