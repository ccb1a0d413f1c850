import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSealer } from '../../lib/sealer.js'
import { createFolders } from '../fixtures/folder.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'

const createFolder = createFolders()

const sealedBy = (digit: number) =>
  createSealer(keySetText(secretJWK(digit)), { tenant: 'acme' }).seal({}, { user: 'u', slot: 's' })

test('docs/rollout.md counts values of ours by their keys, and nothing else', async () => {
  const [, program = ''] = /^```js\n(.*?)^```$/ms.exec(await readFile('docs/rollout.md', 'utf8')) ?? []
  const file = join(await createFolder(), 'kids.mjs')
  await writeFile(file, program)
  const users = [
    { app_metadata: { sealed_s: sealedBy(1), sealed_lost_s: sealedBy(2), token: 'eyJhIjoxfQ.a.b' } },
    { app_metadata: { sealed_s: { v: sealedBy(1), tag: 'x' } } },
    { email: 'a@acme.test' }
  ]
  const printed = await new Promise<string>((resolve, reject) => {
    const child = execFile(process.execPath, [file], (error, stdout) =>
      error ? reject(error) : resolve(stdout)
    )
    child.stdin?.end(users.map(user => JSON.stringify(user)).join('\n'))
  })
  expect(JSON.parse(printed)).toEqual({
    [String(secretJWK(1).kid)]: 2,
    [String(secretJWK(2).kid)]: 1
  })
})
