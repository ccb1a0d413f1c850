import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from '../cli/run.js'
import { createFolders } from '../fixtures/folder.js'

const createFolder = createFolders()

const demo = async (config: string, args: readonly string[] = []) => {
  const { code, stdout, stderr } = await runCli(['demo', '--config', config, '--json', ...args])
  const { sections, checks, failed, nextSteps } = JSON.parse(stdout)
  const lines: { text: string; ok?: boolean }[] = sections.flatMap(({ lines }: { lines: object[] }) => lines)
  return { code, checks, failed, lines, stderr, nextSteps }
}

const lineWith = (lines: { text: string; ok?: boolean }[], text: string) =>
  lines.find(line => line.text.startsWith(text))

/** A policy with each kind of release, and Actions of its own. */
const writePolicy = async (actions: Record<string, string>, secrets: readonly string[] = []) => {
  const folder = await createFolder()
  await mkdir(join(folder, 'actions'))
  for (const [name, body] of Object.entries(actions))
    await writeFile(
      join(folder, `actions/${name}.ts`),
      `export const onExecutePostLogin = async (event, api) => { ${body} }\n`
    )
  const own = Object.keys(actions).map(name => ({ file: `actions/${name}.ts`, secrets }))
  const triggers = ['seal-attributes', ...own, 'copy-user-metadata', 'release-attributes']
  const policy = {
    namespace: 'https://acme.example/',
    slots: {
      demographics: { attributes: ['gender'] },
      origin: { attributes: ['ethnicity'] },
      elsewhere: { attributes: ['iban'] }
    },
    applications: {
      'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } },
      crm: { client_id: 'crm-web', key: { secret: 'A0SEAL_CRM_KEY' } }
    },
    release: [
      { slot: 'demographics', to: 'id_token', applications: ['hr-web'] },
      { slot: 'demographics', to: 'id_token', applications: ['crm'], form: 'clear', storedInClear: true },
      {
        slot: 'origin',
        to: 'access_token',
        audience: 'https://api.acme.example',
        key: { secret: 'A0SEAL_API_KEY' },
        applications: ['hr-web']
      },
      { slot: 'origin', to: 'id_token', applications: ['hr-web'], scope: 'origin' },
      { slot: 'elsewhere', to: 'id_token', applications: ['crm'], organizations: ['*'] }
    ],
    copy: { hobby: 'string' },
    triggers: { 'post-login': triggers }
  }
  const file = join(folder, 'a0seal.config.ts')
  await writeFile(
    file,
    `import { definePolicy } from 'a0seal'\nexport default definePolicy(${JSON.stringify(policy)})\n`
  )
  return file
}

describe("a0seal demo of somebody's own policy", () => {
  it('tells of the policy that init writes, with the Action and the claim of its own', async () => {
    const { code, checks, failed, lines, stderr, nextSteps } = await demo('template/a0seal.config.ts')
    expect({ code, failed, stderr }).toEqual({ code: 0, failed: 0, stderr: '' })
    expect(checks).toBeGreaterThan(5)
    expect(nextSteps).toContainEqual(expect.stringMatching(/^template\/a0seal\.config\.ts +the policy: /))
    expect(
      lineWith(lines, 'id_token: https://acme.example/email_domain: set by another Action')
    ).toBeDefined()
    expect(lineWith(lines, 'email-domain: 1 runs, no error')).toMatchObject({ ok: true })
  })

  it('checks each kind of release, and says what it cannot check', async () => {
    const { code, lines } = await demo(await writePolicy({}))
    expect(lines.filter(({ ok }) => ok === false)).toEqual([])
    expect(code).toBe(0)
    for (const text of [
      'id_token: https://acme.example/demographics: ',
      'id_token: https://acme.example/gender: ',
      'access_token: https://acme.example/origin: ',
      'app_metadata.sealed_demographics: sealed',
      'copied: https://acme.example/hobby: '
    ])
      expect(lineWith(lines, text), text).toMatchObject({ ok: true })
    expect(lineWith(lines, 'id_token: slot origin: only where origin is asked for')).toBeDefined()
    expect(lineWith(lines, 'id_token: slot elsewhere: only in logins of an organization')).toBeDefined()
  })

  it('fails where an Action of its own undoes the sealing', async () => {
    const undoing = await writePolicy({ undo: "api.user.setAppMetadata('sealed_demographics', null)" })
    const { code, lines } = await demo(undoing)
    expect(code).toBe(1)
    expect(lineWith(lines, 'app_metadata.sealed_demographics: nothing is stored there')).toMatchObject({
      ok: false
    })
  })

  it('fails where an Action of its own fails, and names it', async () => {
    const { code, lines } = await demo(await writePolicy({ broken: "throw new Error('of ada')" }))
    expect(code).toBe(1)
    const refused = lineWith(lines, 'the login is refused: ')
    expect(refused).toMatchObject({
      ok: false,
      text: expect.stringMatching(/: broken failed: it threw an error$/)
    })
    expect(lineWith(lines, 'broken: ')?.text).toMatch(/^broken: \d+ runs, failed/)
    expect(JSON.stringify(lines)).not.toContain('of ada')
  })

  it('names an Action of its own that denies, and not its reason', async () => {
    const { code, lines } = await demo(await writePolicy({ denying: "api.access.deny('of ada')" }))
    expect(code).toBe(1)
    expect(lineWith(lines, 'the login is refused: access_denied: denying denied the login')).toBeDefined()
    expect(lineWith(lines, 'denying: ')?.text).toMatch(/^denying: \d+ runs, denied the login$/)
    expect(JSON.stringify(lines)).not.toContain('of ada')
  })

  it('gives the secret of an Action of its own the text of a file, and says where it is not set', async () => {
    const config = await writePolicy(
      { greet: "api.idToken.setCustomClaim('https://acme.example/' + event.secrets.GREETING, true)" },
      ['GREETING']
    )
    const file = join(await createFolder(), 'greeting.txt')
    await writeFile(file, 'hello\n', { mode: 0o600 })
    const { lines, stderr } = await demo(config, ['--keys', `GREETING=${file}`])
    expect(stderr).toBe('')
    expect(lineWith(lines, 'id_token: https://acme.example/hello: set by another Action')).toBeDefined()
    const without = await demo(config)
    expect(without.stderr).toMatch(/^a0seal: unset secret: greet GREETING: --keys NAME=FILE sets one/)
  })

  it('takes keys for a policy of its own only', async () => {
    const file = join(await createFolder(), 'keys.json')
    const { code, stderr } = await runCli(['demo', '--keys', `A0SEAL_KEYS=${file}`])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^a0seal: ERR_USAGE: --keys is for a policy of your own/)
  })
})
