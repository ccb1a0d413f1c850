import { expect, it } from 'vitest'
import { postLoginEvent, runAction } from '../../lib/testing/index.js'

const login = (picture: string, requested_scopes = ['openid', 'profile']) =>
  runAction('test/patterns/actions/picture-from-metadata.cjs', {
    event: postLoginEvent({ user: { user_metadata: { picture } }, transaction: { requested_scopes } })
  })

it('overrides the picture', async () => {
  const run = await login('https://acme.test/mine.png')
  expect(run.claims.idToken).toEqual({ picture: 'https://acme.test/mine.png' })
})

it.each(['http://acme.test/mine.png', 'javascript:alert(1)', 'mine.png'])(
  'does not pass on %s',
  async picture => {
    expect((await login(picture)).claims.idToken).toEqual({})
  }
)

it('needs the scope profile: Auth0 drops the claim without it', async () => {
  const run = await login('https://acme.test/mine.png', ['openid'])
  expect(run.claims.idToken).toEqual({})
  expect(run.dropped).toEqual([
    { token: 'id_token', claim: 'picture', reason: 'scope "profile" is not granted' }
  ])
})
