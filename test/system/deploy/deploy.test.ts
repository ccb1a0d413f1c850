import { describe, expect, it } from 'vitest'
import type { Around } from '../../admin/local-tenant.js'
import { secretJWK } from '../../fixtures/keys.js'
import { addedKeys, policyText, theirSecret, theirs, useStages, wantedOrder, yes } from './stage.js'

const start = useStages()

describe('a0seal deploy, to a tenant with Actions of somebody else', () => {
  it('puts ours where the policy says, leaves theirs, and changes nothing when it is run again', async () => {
    const stage = await start()
    const named = (await stage.bound()).map(({ id, name }) => ({
      ref: { type: 'binding_id', value: id },
      display_name: `${name}, as they call it`
    }))
    await stage.call('actions/triggers/post-login/bindings', { method: 'PATCH', body: { bindings: named } })
    const before = { bindings: await stage.bound(), actions: await stage.actions() }
    const first = await stage.run(yes, { isFresh: true })
    expect(first.stdout).toMatchInlineSnapshot(`
      "+ seal-attributes        new
      + copy-user-metadata     new
      + release-attributes     new
        post-login         + 1 seal-attributes
                             2 their-enrich   (kept)
                           + 3 copy-user-metadata
                             4 their-mfa   (kept; may challenge)
                             5 their-audit   (kept)
                           + 6 release-attributes
      Plan: 3 new, 0 changed, 0 same; 3 bindings added, 3 kept, 0 removed.
      Done. Sign in once with an account that has such an attribute; then \`npx a0seal deny-list plan\`.
      "
    `)
    expect(first).toMatchObject({ code: 0 })

    expect(first.stderr).not.toMatch(/ D0\d /)

    const after = await stage.bound()
    expect(after.map(({ name }) => name)).toEqual(wantedOrder)
    expect(after.filter(({ name }) => name.startsWith('their'))).toEqual(before.bindings)
    expect((await stage.actions()).filter(({ name }) => name.startsWith('their'))).toEqual(before.actions)

    const again = await stage.run(yes)
    expect(again).toMatchObject({ code: 0, writes: [] })
    expect(again.stdout).toContain(
      '0 new, 0 changed, 3 same; 0 bindings added, 6 kept, 0 removed.\nNothing to do.'
    )

    const { claims } = await stage.login()
    expect(claims).toMatchObject({
      'https://acme.example/gender': 'gender-canary',
      'https://acme.example/hobby': 'chess',
      'https://their.test/plan': 'paid'
    })
    expect(stage.lastRun()).toEqual(wantedOrder)
    for (const { calls, stdout, stderr } of [first, again]) {
      const sent = calls.map(({ path, body }) => path + body).join()
      expect(sent + stdout + stderr).not.toMatch(new RegExp(`THEIR_KEY|${theirSecret}`))
      expect(stdout + stderr).not.toContain(secretJWK(1).k)
    }
  })

  it('is looked at again as doctor does: what is wrong is told and fails, and is done all the same', async () => {
    const unread = await start()
    const around: Around = async ({ method, path }, _, send) =>
      method === 'GET' && path.startsWith('/connections')
        ? Response.json({ statusCode: 403 }, { status: 403 })
        : send()
    const { code, stderr } = await unread.run(yes, { around })
    expect(code).toBe(0)
    expect(stderr).toMatch(/^a0seal: unknown D02 .*: Give the token read:connections/m)

    const spoilt = await start()
    let isDone = false
    const older: Around = async ({ method, path }, _, send) => {
      if (method === 'PATCH' && path.includes('/bindings')) isDone = true
      const answer = await send()
      if (!isDone || method !== 'GET' || !path.startsWith('/actions/actions')) return answer
      const text = (await answer.text()).replaceAll(/"runtime":"[^"]+"/g, '"runtime":"node12"')
      return new Response(text, { headers: { 'content-type': 'application/json' } })
    }
    const found = await spoilt.run(yes, { around: older })
    expect(found.code).toBe(1)
    expect(found.stderr).toMatch(/^a0seal: error D04 seal-attributes/m)
    expect(found.stdout).toMatch(
      /Done, and not well: mend the errors above, and look again with `a0seal doctor`\.\n$/
    )
    expect(await spoilt.names()).toEqual(wantedOrder)
  })

  it('says what changes: the code, the keys, the places', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'", copy: '' }))
    await stage.call('actions/triggers/post-login/bindings', {
      method: 'PATCH',
      body: {
        bindings: (await stage.bound())
          .reverse()
          .map(({ id }) => ({ ref: { type: 'binding_id', value: id } }))
      }
    })
    const { code, stdout, writes } = await stage.run(['deploy', '--dry-run'], { keys: addedKeys })
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout.replace(/[0-9a-f]{8}…/g, 'hash…')).toMatchInlineSnapshot(`
      "~ seal-attributes        version 1 → 2   code hash… → hash…   keys A0SEAL_KEYS + e6PEsSTO… (opens only)
      ~ release-attributes     version 1 → 2   keys A0SEAL_KEYS + e6PEsSTO… (opens only)
        post-login         ~ 1 seal-attributes   (moved)
                             2 their-audit   (kept)
                           ~ 3 their-enrich   (moved)
                           ~ 4 their-mfa   (moved; may challenge)
                           ~ 5 release-attributes   (moved)
                           -   copy-user-metadata   (the policy has it no more)
      Plan: 0 new, 2 changed, 0 same; 0 bindings added, 1 kept, 4 moved, 1 removed.
      Nothing is written: --dry-run.
      "
    `)
    expect(await stage.run(yes, { keys: addedKeys })).toMatchObject({ code: 0 })
    expect(await stage.names()).toEqual([
      'seal-attributes',
      'their-audit',
      'their-enrich',
      'their-mfa',
      'release-attributes'
    ])
  })

  it('reports code that somebody put on line 1 of what runs', async () => {
    const stage = await start()
    await stage.run(yes)
    const [seal] = (await stage.actions()).filter(({ name }) => name === 'seal-attributes')
    const code = `fetch('https://evil.test'); ${seal.code}`
    await stage.call(`actions/actions/${seal.id}`, { method: 'PATCH', body: { code } })
    await expect.poll(async () => (await stage.call(`actions/actions/${seal.id}`)).status).toBe('built')
    await stage.call(`actions/actions/${seal.id}/deploy`, { method: 'POST' })
    const { code: exit, stdout } = await stage.run(['deploy', '--dry-run'])
    expect(exit).toBe(1)
    expect(stdout).toContain('! the first line of what runs is not of ours: look at what somebody put there')
    expect(await stage.run(yes)).toMatchObject({ code: 0 })
    expect((await stage.actions()).find(({ id }) => id === seal.id).deployed_version.code).toBe(seal.code)
  })

  it('plans anew where somebody changes the bindings between plan and write', async () => {
    const stage = await start()
    let isChanged = false
    const around: Around = async ({ method, path }, _, send) => {
      if (!isChanged && method === 'POST' && path.endsWith('/deploy')) {
        isChanged = true
        const bindings = (await stage.bound())
          .reverse()
          .map(({ id }) => ({ ref: { type: 'binding_id', value: id } }))
        await stage.call('actions/triggers/post-login/bindings', { method: 'PATCH', body: { bindings } })
      }
      return send()
    }
    const { code, stderr, stdout } = await stage.run(yes, { around })
    expect(code).toBe(0)
    expect(stderr).toContain('somebody changed the bindings of post-login meanwhile: planned anew')
    expect(stdout).toContain('Plan: 0 new, 0 changed, 3 same; 3 bindings added')
    expect(await stage.names()).toEqual([
      'seal-attributes',
      'their-audit',
      'their-enrich',
      'copy-user-metadata',
      'their-mfa',
      'release-attributes'
    ])
  })

  it('plans anew where somebody changes an Action of ours meanwhile, and gives up where it never ends', async () => {
    const stage = await start()
    await stage.run(yes)
    await stage.write(policyText({ attributes: "'gender', 'ethnicity'" }))
    const [seal] = (await stage.actions()).filter(({ name }) => name === 'seal-attributes')
    let reads = 0
    const change = (body: string) =>
      stage.call(`actions/actions/${seal.id}`, { method: 'PATCH', body: { code: body } })
    // Its own read is the plan's; the next one is before the write.
    const changing =
      (last: number): Around =>
      async ({ method, path }, _, send) => {
        const answer = await send()
        if (method !== 'GET' || !path.endsWith(seal.id)) return answer
        reads += 1
        if (reads <= last) await change(`// somebody else, ${reads}`)
        return answer
      }
    const once = await stage.run(yes, { around: changing(1) })
    expect(once).toMatchObject({ code: 0 })
    expect(once.stderr).toContain('somebody changed seal-attributes meanwhile: planned anew')
    expect(await stage.run(yes)).toMatchObject({ code: 0, writes: [] })

    await stage.write(policyText())
    const never = await stage.run(yes, { around: changing(Number.POSITIVE_INFINITY) })
    expect(never).toMatchObject({ code: 1 })
    expect(never.stderr).toContain('somebody changed seal-attributes meanwhile, again and again')
    expect(never.writes).toEqual([])
  })

  it('is refused where an Action of our name has a secret that is not ours', async () => {
    const stage = await start({
      actions: [
        ...theirs,
        { name: 'release-attributes', code: 'exports.x = 1', secrets: { THEIR_KEY: theirSecret } }
      ]
    })
    const { code, stdout, writes } = await stage.run(yes)
    expect({ code, writes }).toEqual({ code: 1, writes: [] })
    expect(stdout).toContain('problem: release-attributes has secrets that are not ours (THEIR_KEY)')
    expect(stdout).toContain('Nothing is written: there are problems.')
  })
})
