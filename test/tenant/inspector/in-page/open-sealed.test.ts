import { CompactEncrypt, importJWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { openSealed, parseKeys } from '../../../../lib/tenant/inspector/in-page/open-sealed.js'
import { keyPair, keySetText, secretJWK, type TestJWK } from '../../../fixtures/keys.js'

const claims = { iss: 'urn:auth0:acme-dev', sub: 'oidc|1', aud: 'x', iat: 0, data: { gender: 'g' } }

/** Sealed by jose, which nobody here wrote. */
const seal = async (jwk: TestJWK): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(`${JSON.stringify(claims)}   `))
    .setProtectedHeader({ alg: jwk.alg ?? '', enc: 'A256GCM', kid: jwk.kid ?? '' })
    .encrypt(await importJWK(jwk))

const pairs = [keyPair(1), keyPair(1, 'X25519')].map(({ publicJWK, privateJWK }) => [publicJWK, privateJWK])
const secrets = [secretJWK(1), secretJWK(2, 'A256KW')].map(jwk => [jwk, jwk])
const cases = [...secrets, ...pairs].map(
  ([to, own]) => [`${own?.alg} ${own?.crv ?? own?.kty}`, to as TestJWK, own as TestJWK] as const
)

describe('in the page', () => {
  test.each(cases)('opens %s', async (_name, to, own) => {
    const opened = await openSealed(await seal(to), parseKeys(keySetText(to, secretJWK(9), own)))
    expect(opened).toMatchObject({ ok: true, data: { gender: 'g' } })
  })

  test.each(cases)('refuses %s with another key, and a value that was changed', async (_name, to, own) => {
    const jwe = await seal(to)
    expect(await openSealed(jwe, parseKeys(keySetText(secretJWK(9))))).toMatchObject({ ok: false })
    const impostor = { ...(own.kty === 'oct' ? secretJWK(9) : keyPair(5).privateJWK), kid: own.kid }
    expect(await openSealed(jwe, parseKeys(keySetText(impostor)))).toMatchObject({ ok: false })
    const parts = jwe.split('.')
    const changed = parts
      .with(3, parts[3]?.replace(/^./, first => (first === 'A' ? 'B' : 'A')) ?? '')
      .join('.')
    expect(await openSealed(changed, [own as never])).toMatchObject({ ok: false })
  })

  test('says so where somebody pastes the public half', async () => {
    const { publicJWK } = keyPair(1)
    expect(await openSealed(await seal(publicJWK), parseKeys(keySetText(publicJWK)))).toEqual({
      ok: false,
      reason: 'That is the public half: it opens nothing.'
    })
  })
})

describe('a pasted text', () => {
  const jwk = secretJWK(1)

  test.each([
    ['a JWK', jwk],
    ['a key set', { keys: [jwk] }],
    ['secrets of a tenant', { A0SEAL_KEYS: keySetText(jwk), A0SEAL_MAC_KEY: 'not JSON' }],
    ['keys by name', { 'hr-web': jwk }]
  ])('may be %s', (_name, pasted) => {
    expect(parseKeys(JSON.stringify(pasted))).toEqual([jwk])
  })

  test.each(['', 'nonsense', '{}', '[]', 'null', '{"kty":1}'])('may have no key in it: %s', text => {
    expect(parseKeys(text)).toEqual([])
  })
})
