import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generateSecretKey } from '../../../lib/core/jwe/generate.js'
import { runCli } from '../../cli/run.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'
import { addedKeys, oldKeys, promotedKeys, useStages, yes } from './stage.js'

const start = useStages()

describe('a0seal deploy, keys', () => {
  it('of a name that is no secret of the policy are wrong usage: nobody would read the file', async () => {
    const stage = await start()
    for (const args of [yes, ['doctor'], ['deny-list', 'plan', '--all']]) {
      const { code, stderr, writes } = await stage.run([...args, '--keys', 'A0SEAL_KEY=/nope/rotated.json'])
      expect({ code, writes }).toEqual({ code: 2, writes: [] })
      expect(stderr).toContain(
        '--keys A0SEAL_KEY: the policy has no secret of that name; known are A0SEAL_KEYS'
      )
    }
  })

  it('go in two deploys: added, then promoted; in one it is refused', async () => {
    const stage = await start()
    await stage.run(yes)
    const both = await stage.run(yes, { keys: promotedKeys })
    expect(both).toMatchObject({ code: 1, writes: [] })
    expect(both.stdout).toContain(`problem: seal-attributes runs without the key ${secretJWK(2).kid}`)

    const added = await stage.run(yes, { keys: addedKeys })
    expect(added.stdout).toContain('(opens only)')
    const promoted = await stage.run(yes, { keys: promotedKeys })
    expect(promoted).toMatchObject({ code: 0 })
    expect(promoted.stdout).toContain(`${secretJWK(2).kid?.slice(0, 8)}… seals now`)
    expect((await stage.login()).claims).toMatchObject({ 'https://acme.example/gender': 'gender-canary' })
  })

  it('that were promoted too early go back by the commands of the refusal, without a third one', async () => {
    const stage = await start()
    const file = join(stage.folder, 'keys.json')
    await writeFile(file, oldKeys, { mode: 0o600 })
    const deploy = () => stage.run([...yes, '--keys', `A0SEAL_KEYS=${file}`])
    const kids = async () =>
      JSON.parse(await readFile(file, 'utf8')).keys.map(({ kid }: { kid: string }) => kid)
    await deploy()
    for (const step of ['--add', '--promote'])
      expect(await runCli(['keys', 'rotate', step, '--file', file])).toMatchObject({ code: 0 })
    const [early, sealing] = await kids()
    const { code, stdout } = await deploy()
    expect(code).toBe(1)
    const advice = /npx a0seal (keys rotate .*?), deploy, then npx a0seal (keys rotate .*?), and deploy again/
    const commands = advice.exec(stdout)?.slice(1) ?? []
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      expect(await runCli(command.replace('FILE', file).split(' '))).toMatchObject({ code: 0 })
      expect(await deploy()).toMatchObject({ code: 0 })
    }
    expect(await kids()).toEqual([early, sealing])
  })

  it('come from files that only their owner can read', async () => {
    const stage = await start()
    const file = join(stage.folder, 'keys.json')
    await writeFile(file, addedKeys, { mode: 0o644 })
    const args = [...yes, '--keys', `A0SEAL_KEYS=${file}`]
    const open = await stage.run(args)
    expect(open).toMatchObject({ code: 2, writes: [] })
    expect(open.stderr).toContain('others than its owner can read it')
    await chmod(file, 0o600)
    expect(await stage.run(args)).toMatchObject({ code: 0 })
    const [seal] = (await stage.actions()).filter(({ name }) => name === 'seal-attributes')
    expect(seal.deployed_version.code.split('\n', 1)[0]).toMatch(
      new RegExp(`, env dev, place 1/3, keys A0SEAL_KEYS=${secretJWK(1).kid},${secretJWK(2).kid}$`)
    )
  })

  it('that are nowhere, a placeholder, none or of another kind are refused', async () => {
    const stage = await start()
    const cases: [keys: string, message: string][] = [
      ['', 'ERR_NO_KEYS: A0SEAL_KEYS: name a file with --keys NAME=FILE'],
      ['@@A0SEAL_KEYS@@', 'ERR_NO_KEYS: A0SEAL_KEYS'],
      ['{"keys":[]}', 'ERR_KEY_SET: the variable A0SEAL_KEYS'],
      [keySetText({ ...generateSecretKey(), alg: 'HS256', use: 'sig' }), 'ERR_KEY']
    ]
    for (const [keys, message] of cases) {
      const { code, stderr, writes } = await stage.run(yes, { keys })
      expect({ code, writes }).toEqual({ code: 1, writes: [] })
      expect(stderr).toContain(message)
    }
  })
})
