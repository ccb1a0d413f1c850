import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { build } from '../lib/builder/build.js'

const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8')

describe('the README', () => {
  it('shows a policy that can be built', async () => {
    const [, snippet = ''] = /```ts\n(import \{ definePolicy.*?)```/s.exec(await read('README.md')) ?? []
    const folder = await mkdtemp(join(tmpdir(), 'a0seal-readme-'))
    try {
      await writeFile(join(folder, 'policy.ts'), snippet)
      const { policy } = await build({ config: join(folder, 'policy.ts'), out: folder })
      expect(Object.keys(policy.slots)).toEqual(['demographics'])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('shows the Action that init writes, where the policy of init runs it', async () => {
    const [, snippet] = /```ts\n(import type \{ ActionHandler.*?)```/s.exec(await read('README.md')) ?? []
    expect(snippet).toBe(await read('template/actions/email-domain.ts'))
    const [, order = ''] = /'post-login': \[(.*?)\]/s.exec(await read('README.md')) ?? []
    const { default: policy } = await import('../template/a0seal.config.js')
    const names = policy.triggers?.['post-login']?.map(({ name }) => name)
    expect(order.match(/[\w-]+(?=\.ts'|',|'$)/g)).toEqual(names)
  })

  it('explains every error code, and none that does not exist', async () => {
    const codes = (text: string) => [...new Set(text.match(/ERR_[A-Z_]+/g))].sort()
    const table = /## Error codes(.*?)\n## /s.exec(await read('README.md'))?.[1] ?? ''
    const union = /export type ErrorCode =(.*?)\n\n/s.exec(await read('lib/core/errors.ts'))?.[1] ?? ''
    expect(codes(table)).toEqual(codes(union))
  })

  it('names only commands that there are', async () => {
    const { scripts } = JSON.parse(await read('package.json'))
    const named = [...(await read('README.md')).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name)
    expect(named.filter(name => !(name in scripts))).toEqual([])
  })
})
