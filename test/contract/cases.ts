import type { ContractCase } from './subject.js'

const execute = (body: string): { code: string } => ({
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} }`
})
const withReturn = (body: string, resumed: string): { code: string } => ({
  code: `${execute(body).code}\nexports.onContinuePostLogin = async (event, api) => { ${resumed} }`
})
const print = (expression: string) => execute(`console.log(JSON.stringify(${expression}))`)
const stored = (app_metadata: Record<string, string | number>) => ({ user: { app_metadata } })
const leave = `api.redirect.sendUserTo('https://consent.test/')`
const token = { secret: 'test secret', payload: { answer: 42 } }

/** What Auth0 does, as far as it is known. */
export const cases: ContractCase[] = [
  {
    name: 'nothing asked, nothing changed',
    actions: [execute('')],
    event: stored({ plan: 'gold' }),
    expected: {
      outcome: 'completed',
      claims: { idToken: {}, accessToken: {} },
      appMetadata: { plan: 'gold' },
      writes: 0
    }
  },
  {
    name: 'claims go to their tokens',
    actions: [
      execute(
        `api.idToken.setCustomClaim('https://acme.test/a', [1]).accessToken.setCustomClaim('https://acme.test/b', { c: null })`
      )
    ],
    expected: {
      claims: {
        idToken: { 'https://acme.test/a': [1] },
        accessToken: { 'https://acme.test/b': { c: null } }
      },
      dropped: []
    }
  },
  {
    name: 'restricted claims are dropped',
    actions: [
      execute(`api.idToken.setCustomClaim('roles', ['x']).idToken.setCustomClaim('https://auth0.com/x', 1)`)
    ],
    expected: {
      outcome: 'completed',
      claims: { idToken: {}, accessToken: {} },
      dropped: [
        { token: 'id_token', claim: 'roles', reason: 'restricted name' },
        { token: 'id_token', claim: 'https://auth0.com/x', reason: 'namespace of Auth0' }
      ]
    }
  },
  {
    name: 'the claim scope fails the login',
    actions: [execute(`api.accessToken.setCustomClaim('scope', 'x')`)],
    expected: { outcome: 'failed', reason: 'The "scope" claim cannot be set.' }
  },
  {
    name: 'too many claims fail the login',
    actions: [
      execute(`api.idToken.setCustomClaim('a', 'x'.repeat(100001)); api.user.setAppMetadata('a', 1)`)
    ],
    expected: { outcome: 'failed', writes: 0 }
  },
  {
    name: 'writes of all Actions are one update',
    actions: [
      execute(`api.user.setAppMetadata('a', 1); api.user.setUserMetadata('b', { c: 2 })`),
      execute(`api.user.setAppMetadata('a', 2); api.user.setAppMetadata('old', null)`)
    ],
    event: stored({ old: 'x', kept: 'y' }),
    expected: { appMetadata: { kept: 'y', a: 2 }, userMetadata: { b: { c: 2 } }, writes: 1 }
  },
  {
    name: 'a write that changes nothing is none',
    actions: [execute(`api.user.setAppMetadata('plan', 'gold')`)],
    event: stored({ plan: 'gold' }),
    expected: { writes: 0, appMetadata: { plan: 'gold' } }
  },
  {
    name: 'an Action does not see its own writes, later ones do',
    actions: [
      execute(`api.user.setAppMetadata('a', 1); console.log(event.user.app_metadata.a, event.user.a)`),
      execute(`console.log(event.user.app_metadata.a, event.user.a)`)
    ],
    expected: { logs: ['undefined undefined', '1 1'] }
  },
  {
    name: 'app_metadata is merged over the root',
    actions: [print('[event.user.groups, event.user.gender]')],
    event: { user: { groups: 'external', gender: 'f', app_metadata: { groups: 'internal' } } },
    expected: { logs: ['["internal","f"]'] }
  },
  {
    name: 'reserved and dotted names are refused at the call',
    actions: [
      execute(
        `for (const name of ['user_id', 'a.b', '$c']) try { api.user.setAppMetadata(name, 1) } catch { console.log(name) }`
      )
    ],
    expected: { outcome: 'completed', logs: ['user_id', 'a.b', '$c'], writes: 0 }
  },
  {
    name: 'a deny stops later Actions and keeps writes',
    actions: [
      execute(`api.user.setAppMetadata('a', 1); api.access.deny('not today')`),
      execute(`console.log('later')`)
    ],
    expected: {
      outcome: 'denied',
      reason: 'not today',
      appMetadata: { a: 1 },
      writes: 1,
      logs: [],
      executions: ['action-1 onExecutePostLogin']
    }
  },
  {
    name: 'an error nobody catches fails the login and writes nothing',
    actions: [execute(`api.user.setAppMetadata('a', 1)`), execute(`throw new Error('boom')`), execute('')],
    expected: {
      outcome: 'failed',
      reason: 'boom',
      appMetadata: {},
      writes: 0,
      executions: ['action-1 onExecutePostLogin', 'action-2 onExecutePostLogin']
    }
  },
  {
    name: 'a handler that is no async function fails',
    actions: [{ code: 'exports.onExecutePostLogin = () => Promise.resolve()' }],
    expected: {
      outcome: 'failed',
      reason:
        'Invalid function signature for the "onExecutePostLogin" handler. ' +
        'Use "exports.onExecutePostLogin = async function(event, api) { }" as the signature.'
    }
  },
  {
    name: 'each Action has its own secrets and its own event',
    actions: [
      { ...execute(`console.log(event.secrets.A); event.user.email = 'x'`), secrets: { A: '1' } },
      { ...execute('console.log(event.secrets.A, event.user.email)'), secrets: { B: '2' } }
    ],
    expected: { logs: ['1', 'undefined ann@acme.test'] }
  },
  {
    name: '256 characters are kept of a log',
    actions: [execute(`console.log('x'.repeat(300))`)],
    expected: { logs: ['x'.repeat(256)] }
  },
  {
    name: 'the cache is shared by the Actions of the trigger and has limits',
    actions: [
      execute(`api.cache.set('k', 'v', { ttl: 1000 }); console.log(api.cache.set('x'.repeat(65), 'v').code)`),
      print(`api.cache.get('k')`)
    ],
    expected: { logs: ['CacheKeySizeExceeded', '{"value":"v","expires_at":1767268801000}'] }
  },
  {
    name: 'transaction metadata is seen at once and by later Actions',
    actions: [
      execute(`api.transaction.setMetadata('n', 1); console.log(event.transaction.metadata.n)`),
      print('event.transaction.metadata')
    ],
    expected: { logs: ['1', '{"n":1}'] }
  },
  {
    name: 'target scopes start as those requested, and are seen at once and by later Actions',
    actions: [
      execute(
        `api.transaction.removeTargetScope('email'); console.log(event.transaction.target_scopes.join(' '))`
      ),
      execute(
        `api.transaction.addTargetScope('email'); console.log(event.transaction.target_scopes.join(' '), event.transaction.requested_scopes.join(' '))`
      )
    ],
    expected: { outcome: 'completed', logs: ['openid profile', 'openid profile email openid profile email'] }
  },
  {
    name: 'a target scope that is taken away takes its claims along',
    actions: [
      execute(`api.transaction.removeTargetScope('profile'); api.idToken.setCustomClaim('nickname', 'annie')`)
    ],
    expected: {
      outcome: 'completed',
      claims: { idToken: {}, accessToken: {} },
      dropped: [{ token: 'id_token', claim: 'nickname', reason: 'scope "profile" is not granted' }]
    }
  },
  {
    name: 'a cache value that is no string fails the login',
    actions: [execute(`api.cache.set('k', { a: 1 })`)],
    expected: { outcome: 'failed', reason: 'The value of a cache record must be a string.' }
  },
  {
    name: 'null is taken for options',
    actions: [execute(`api.multifactor.enable('none', null); api.cache.set('k', 'v', null)`)],
    expected: { outcome: 'completed' }
  },
  {
    name: 'a misspelt option of session.revoke is refused',
    actions: [execute(`api.session.revoke('stolen', { preserveRefreshToken: true })`)],
    expected: { outcome: 'failed', reason: 'The option of revoke is preserveRefreshTokens only.' }
  },
  {
    name: 'a deny with nothing at all denies',
    actions: [execute('api.access.deny()')],
    expected: { outcome: 'denied', reason: '' }
  },
  {
    name: 'session metadata is seen at once and by later Actions',
    actions: [
      execute(`api.session.setMetadata('device', 'kiosk'); console.log(event.session.metadata.device)`),
      print('event.session.metadata')
    ],
    expected: { logs: ['kiosk', '{"device":"kiosk"}'] }
  },
  {
    name: 'a redirect suspends, writes first, and the same Action continues',
    actions: [
      execute(`api.idToken.setCustomClaim('first', 1)`),
      withReturn(
        `api.user.setAppMetadata('asked', 1); ${leave}`,
        `console.log(event.user.app_metadata.asked, api.redirect.validateToken({ secret: 'test secret' }).answer)
         api.user.setAppMetadata('answered', 1)`
      ),
      execute(`console.log('third')`)
    ],
    returns: [{ token }],
    expected: {
      outcome: 'completed',
      claims: { idToken: { first: 1 }, accessToken: {} },
      appMetadata: { asked: 1, answered: 1 },
      writes: 2,
      logs: ['1 42', 'third'],
      executions: [
        'action-1 onExecutePostLogin',
        'action-2 onExecutePostLogin',
        'action-2 onContinuePostLogin',
        'action-3 onExecutePostLogin'
      ]
    }
  },
  {
    name: 'an answer signed by somebody else is refused',
    actions: [withReturn(leave, `api.redirect.validateToken({ secret: 'another secret' })`)],
    returns: [{ token }],
    expected: { outcome: 'failed', reason: 'The session token is invalid: bad signature' }
  },
  {
    name: 'a challenge suspends, and the next Action follows',
    actions: [execute(`api.authentication.challengeWith({ type: 'otp' })`), execute(`console.log('next')`)],
    returns: [{}],
    expected: {
      outcome: 'completed',
      logs: ['next'],
      executions: ['action-1 onExecutePostLogin', 'action-2 onExecutePostLogin']
    }
  },
  {
    name: 'multifactor.enable lets all Actions run first',
    actions: [execute(`api.multifactor.enable('any')`), execute(`console.log('next')`)],
    expected: { outcome: 'completed', logs: ['next'] }
  },
  {
    name: 'modules have their own secrets, and one instance',
    actions: [
      {
        ...execute(
          `const one = require('actions:greeter'); console.log(one.greet(event.user.given_name), one === require('actions:greeter'), typeof actions)`
        ),
        modules: {
          greeter: {
            code: 'exports.greet = name => actions.secrets.WORD + " " + name',
            secrets: { WORD: 'Hello' }
          }
        }
      }
    ],
    expected: { logs: ['Hello Ann true undefined'] }
  },
  {
    name: 'validation errors deny',
    actions: [
      execute(`api.validation.error('bad_plan', 'Your plan has ended.')`),
      execute(`console.log('later')`)
    ],
    expected: { outcome: 'denied', reason: 'Your plan has ended.', logs: [] }
  },
  {
    name: 'user_metadata set by the Action that links accounts is lost',
    actions: [
      execute(
        `api.authentication.setPrimaryUser('auth0|other'); api.user.setUserMetadata('lost', 1); api.user.setAppMetadata('kept', 1)`
      )
    ],
    expected: { appMetadata: { kept: 1 }, userMetadata: {} }
  },
  {
    name: 'two Actions may redirect, each continues itself',
    actions: [withReturn(leave, `console.log('one')`), withReturn(leave, `console.log('two')`)],
    returns: [{}, {}],
    expected: { outcome: 'completed', logs: ['one', 'two'] }
  },
  {
    name: 'an error after a redirect keeps what was written before it',
    actions: [
      withReturn(
        `api.user.setAppMetadata('asked', 1); ${leave}`,
        `api.user.setAppMetadata('answered', 1); throw new Error('boom')`
      )
    ],
    returns: [{}],
    expected: { outcome: 'failed', reason: 'boom', appMetadata: { asked: 1 }, writes: 1 }
  },
  {
    name: 'transaction and session metadata outlast a redirect',
    actions: [
      withReturn(
        `api.transaction.setMetadata('n', 1); api.session.setMetadata('device', 'kiosk'); ${leave}`,
        `console.log(JSON.stringify([event.transaction.metadata, event.session.metadata]))`
      )
    ],
    returns: [{}],
    expected: { logs: ['[{"n":1},{"device":"kiosk"}]'] }
  },
  {
    name: 'roles and country are those of the login',
    actions: [print('[event.authorization.roles, event.request.geoip.countryCode]')],
    event: { authorization: { roles: ['editor'] }, request: { geoip: { countryCode: 'FR' } } },
    expected: { logs: ['[["editor"],"FR"]'] }
  },
  {
    name: 'a form suspends, and the same Action continues',
    actions: [withReturn(`api.prompt.render('ap_1')`, `console.log('back')`)],
    returns: [{}],
    expected: { outcome: 'completed', logs: ['back'] }
  },
  {
    name: 'a deny without a reason denies',
    actions: [execute(`api.access.deny('')`)],
    expected: { outcome: 'denied', reason: '' }
  },
  {
    name: 'a standard claim goes with the scope an Action takes away',
    actions: [
      execute(`api.accessToken.removeScope('profile'); api.idToken.setCustomClaim('nickname', 'annie')`)
    ],
    expected: {
      outcome: 'completed',
      claims: { idToken: {}, accessToken: {} },
      dropped: [{ token: 'id_token', claim: 'nickname', reason: 'scope "profile" is not granted' }]
    }
  }
]
