import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { watchBuild } from '../../lib/builder/watch.js'
import { createFolders } from '../fixtures/folder.js'
import { ownPolicy, writeProject } from '../fixtures/own-actions.js'
import { writePolicy } from '../fixtures/policies/text.js'

const createFolder = createFolders()
const controllers: AbortController[] = []
const ended: Promise<void>[] = []
afterEach(async () => {
  for (const controller of controllers.splice(0)) controller.abort()
  await Promise.all(ended.splice(0))
})

/** Watches a build; `next` is what the next one comes to: the warnings, or the code of its failure. */
const watchingOwn = async (files: Record<string, string>) => {
  const folder = await createFolder()
  await writeProject(folder, files)
  const outcomes: string[] = []
  const controller = new AbortController()
  controllers.push(controller)
  const watched = watchBuild(
    { config: join(folder, 'a0seal.config.ts'), out: join(folder, 'dist') },
    {
      onBuilt: ({ warnings }) => void outcomes.push(`built ${warnings.length}`),
      onFailed: error => void outcomes.push((error as { code: string }).code),
      signal: controller.signal
    }
  )
  ended.push(watched)
  return { outcomes, write: (file: string, text: string) => writeProject(folder, { [file]: text }) }
}

/** Watches a policy; `next` is what the next build comes to: the policy's `client_id`, or the code of its failure. */
const watching = async () => {
  const folder = await createFolder()
  const config = await writePolicy(folder, "'first'")
  const outcomes: string[] = []
  const waiting: ((outcome: string) => void)[] = []
  const add = (outcome: string) => {
    const next = waiting.shift()
    if (next) next(outcome)
    else outcomes.push(outcome)
  }
  const controller = new AbortController()
  controllers.push(controller)
  const watched = watchBuild(
    { config, out: join(folder, 'dist') },
    {
      onBuilt: ({ policy }) => add(String(policy.applications['hr-web']?.client_id)),
      onFailed: error => add((error as { code: string }).code),
      signal: controller.signal
    }
  )
  ended.push(watched)
  const next = () =>
    new Promise<string>(resolve => {
      const outcome = outcomes.shift()
      if (outcome === undefined) waiting.push(resolve)
      else resolve(outcome)
    })
  return { folder, config, next, controller, watched }
}

describe('watching a build', () => {
  it('builds again whenever the policy is written', async () => {
    const { folder, next } = await watching()
    expect(await next()).toBe('first')
    await writePolicy(folder, "'second'")
    expect(await next()).toBe('second')
    await writePolicy(folder, "'third'")
    expect(await next()).toBe('third')
  })

  it('goes on after an editor has replaced the file, twice', async () => {
    const { folder, config, next } = await watching()
    expect(await next()).toBe('first')
    for (const name of ['second', 'third']) {
      await rename(await writePolicy(folder, `'${name}'`, 'saved.ts'), config)
      expect(await next()).toBe(name)
    }
  })

  it('says what is wrong, and goes on when it is mended', async () => {
    const { folder, next } = await watching()
    expect(await next()).toBe('first')
    await writePolicy(folder, '7')
    expect(await next()).toBe('ERR_POLICY')
    await writePolicy(folder, "'mended'")
    expect(await next()).toBe('mended')
  })

  it('ends when it is told to', async () => {
    const { next, controller, watched } = await watching()
    expect(await next()).toBe('first')
    controller.abort()
    await expect(watched).resolves.toBeUndefined()
  })

  it("builds again whenever one's own Action, or what it imports, is written, also after a first build that failed", async () => {
    const triggers = { 'post-login': ['seal-attributes', { file: 'actions/mine.ts' }, 'release-attributes'] }
    const { outcomes, write } = await watchingOwn({
      'a0seal.config.ts': ownPolicy(triggers),
      'actions/mine.ts':
        "import { helped } from '../lib/help.js'\nexport const onExecutePostLogin = async () => helped",
      'lib/help.ts': 'export const helped = {'
    })
    await expect.poll(() => outcomes).toEqual(['ERR_BUILD'])
    await write('lib/help.ts', 'export const helped = 1')
    await expect.poll(() => outcomes.at(-1)).toBe('built 0')
    await write('actions/mine.ts', 'export const onExecutePostLogin = async event => event.secrets.NONE')
    await expect.poll(() => outcomes.at(-1)).toBe('built 1')
  })
})
