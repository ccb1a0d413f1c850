import { describe, expect, it } from 'vitest'
import { type A0sealMatchers, matchers, runAction } from '../../lib/testing/index.js'

expect.extend(matchers)
declare module 'vitest' {
  interface Matchers<T> extends A0sealMatchers {}
}

const header = Buffer.from('{"alg":"dir","enc":"A256GCM","kid":"k","typ":"a0seal+jwt"}').toString('base64url')
const sealed = `${header}..iv.text.tag`
const storing = (value: unknown, container = 'sealed') =>
  runAction({
    code: `exports.onExecutePostLogin = async (event, api) => { api.user.setAppMetadata('${container}_pay', ${JSON.stringify(value)}) }`
  })

describe('toHaveSealed', () => {
  it('finds a sealed value, readable or write-only', async () => {
    expect(await storing(sealed)).toHaveSealed('pay')
    expect(await storing({ v: sealed, tag: 't' })).toHaveSealed('pay')
    expect(await storing(sealed, 'locked')).toHaveSealed('pay', { container: 'locked' })
  })

  it('finds one that is for the login only', async () => {
    const code = `exports.onExecutePostLogin = async (event, api) => { api.transaction.setMetadata('sealed_pay', '${sealed}') }`
    expect(await runAction({ code })).toHaveSealed('pay')
  })

  it.each([
    ['clear text', 'plain'],
    ['an object', { iban: 'x' }],
    ['another kind of JWE', `${Buffer.from('{"typ":"JWT"}').toString('base64url')}..iv.text.tag`],
    [
      'a released value',
      `${Buffer.from('{"typ":"a0seal-release+jwt"}').toString('base64url')}.k.iv.text.tag`
    ],
    ['a JWS', `${header}.payload.signature`],
    ['a broken header', 'x..iv.text.tag']
  ])('does not take %s for one', async (_what, value) => {
    expect(await storing(value)).not.toHaveSealed('pay')
  })

  it('says what there is', async () => {
    const run = await storing(sealed)
    expect(matchers.toHaveSealed(run, 'other').message()).toBe(
      'expected a sealed value in sealed_other; there is sealed_pay'
    )
    expect(matchers.toHaveSealed(run, 'pay').message()).toBe('expected no sealed value in sealed_pay')
  })
})

describe('toLeakNothing', () => {
  const canary = 'canary-7f3a/ä"'
  const bytes = Buffer.from(canary)
  const found = (value: unknown) => !matchers.toLeakNothing(value, [canary]).pass

  it.each([
    ['in a text', `before ${canary} after`],
    ['deep inside', { a: [{ b: canary }] }],
    ['as the name of a member', { [canary]: 1 }],
    ['in a map', new Map([['key', { value: canary }]])],
    ['in JSON inside a text', JSON.stringify({ a: canary })],
    ['in a URL', `https://acme.test/?a=${encodeURIComponent(canary)}`],
    ['in hexadecimal', bytes.toString('hex')],
    ['backwards', [...canary].reverse().join('')],
    ['in base64', bytes.toString('base64')],
    ['in base64url', bytes.toString('base64url')],
    ['in base64 of more, one byte on', Buffer.from(`x${canary}y`).toString('base64')],
    ['in base64 of more, two bytes on', Buffer.from(`xx${canary}yyy`).toString('base64url')]
  ])('finds it %s', (_where, value) => {
    expect(found(value)).toBe(true)
  })

  it('finds nothing where there is nothing', () => {
    expect(
      found({ a: ['canary', 1, null, undefined, true], b: Buffer.from('other text').toString('base64') })
    ).toBe(false)
  })

  it('is not lost in a cycle', () => {
    const cycle: { self?: unknown; a: string } = { a: canary }
    cycle.self = cycle
    expect(found(cycle)).toBe(true)
  })

  it('says where, and does not repeat the canary', () => {
    const { message } = matchers.toLeakNothing({ a: { b: bytes.toString('hex') }, c: canary }, [
      'none',
      canary
    ])
    expect(message()).toBe('expected no leak:\ncanary 1 at a.b, in hexadecimal\ncanary 1 at c, as it is')
    expect(matchers.toLeakNothing('', [canary]).message()).toBe('expected a leak, and there is none')
  })

  it('looks through a run: claims, metadata, logs, redirects and cache', async () => {
    const place = (body: string) =>
      runAction({ code: `exports.onExecutePostLogin = async (event, api) => { ${body} }` })
    const clean = await place('')
    expect(clean).toLeakNothing([canary])
    for (const body of [
      `api.idToken.setCustomClaim('a', ${JSON.stringify(canary)})`,
      `api.user.setUserMetadata('a', ${JSON.stringify(canary)})`,
      `console.log(${JSON.stringify(canary)})`,
      `throw new Error(${JSON.stringify(canary)})`,
      `api.cache.set('k', ${JSON.stringify(canary)})`,
      `api.redirect.sendUserTo('https://acme.test/?a=' + encodeURIComponent(${JSON.stringify(canary)}))`
    ]) {
      expect(await place(body)).not.toLeakNothing([canary])
    }
  })
})
