import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTokenStore } from '../../../lib/tenant/oidc/adapter.js'
import { createClients } from '../../../lib/tenant/store/clients.js'

afterEach(() => vi.useRealTimers())
const [app] = createClients([{ client_id: 'app', refresh_token: { leeway: 30 } }])
const create = () => createTokenStore(clientId => (clientId === 'app' ? app : undefined))

describe('the store', () => {
  test('lets a code or token be used up once', async () => {
    const codes = create().adapter('AuthorizationCode')
    await codes.upsert('a', { jti: 'a' }, 60)
    const uses = await Promise.allSettled([codes.consume('a'), codes.consume('a'), codes.consume('b')])
    expect(uses.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  test('forgets what has expired', async () => {
    vi.useFakeTimers()
    const codes = create().adapter('AuthorizationCode')
    await codes.upsert('a', { jti: 'a' }, 60)
    vi.advanceTimersByTime(60_000)
    expect(await codes.find('a')).toBeUndefined()
  })

  test('revokes the tokens of a grant, and of no other', async () => {
    const tokens = create().adapter('RefreshToken')
    await tokens.upsert('a', { grantId: 'one' }, 60)
    await tokens.upsert('b', { grantId: 'one' }, 60)
    await tokens.upsert('c', { grantId: 'two' }, 60)
    await tokens.revokeByGrantId('one')
    expect(await Promise.all(['a', 'b', 'c'].map(id => tokens.find(id)))).toEqual([
      undefined,
      undefined,
      { grantId: 'two' }
    ])
  })

  test('finds a session by uid, under its newest id', async () => {
    const sessions = create().adapter('Session')
    await sessions.upsert('old', { uid: 'u', jti: 'old' }, 60)
    await sessions.upsert('new', { uid: 'u', jti: 'new' }, 60)
    await sessions.destroy('old')
    expect(await sessions.findByUid('u')).toMatchObject({ jti: 'new' })
  })

  test('reads applications from the tenant', async () => {
    const clients = create().adapter('Client')
    expect(await clients.find('app')).toMatchObject({ client_id: 'app', token_endpoint_auth_method: 'none' })
    expect(await clients.find('other')).toBeUndefined()
  })
})

describe('refresh tokens of an application with a leeway', () => {
  const used = async () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const store = create()
    store.families.set('grant', {
      client_id: 'app',
      user_id: 'u',
      created_at: new Date().toISOString(),
      metadata: {}
    })
    const tokens = store.adapter('RefreshToken')
    for (const jti of ['first', 'second'])
      await tokens.upsert(jti, { jti, clientId: 'app', grantId: 'grant' }, 3_600)
    await tokens.consume('first')
    return tokens
  }

  test('come again until it is over', async () => {
    const tokens = await used()
    vi.advanceTimersByTime(29_000)
    expect(await tokens.find('first')).toMatchObject({ jti: 'first', consumed: undefined })
    await tokens.consume('first')
    vi.advanceTimersByTime(1_000)
    expect(await tokens.find('first')).toHaveProperty('consumed', 1_000)
    await expect(tokens.consume('first')).rejects.toThrow('invalid_grant')
  })

  test('do not when a later one has been used', async () => {
    const tokens = await used()
    await tokens.consume('second')
    expect(await tokens.find('first')).toHaveProperty('consumed', 1_000)
    expect(await tokens.find('second')).toMatchObject({ consumed: undefined })
  })
})
