import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { mistakeIn } from '../../fixtures/codes.js'
import {
  accepted,
  mistakeInCopy,
  mistakeInRule,
  mistakeInSlot,
  mistakeWith,
  policyWith,
  refused
} from '../../fixtures/policies/input.js'

describe('the form of a policy', () => {
  it('is right in the base of these tests', () => {
    expect(mistakeWith({})).toEqual(accepted)
  })

  it.each([undefined, null, 5, 'text', [], new Map()])('is not %o', input => {
    expect(mistakeIn(() => definePolicy(input as never))).toEqual(refused('policy'))
  })

  it.each<[string, Record<string, unknown>]>([
    ['namespace', { namespace: undefined }],
    ['namespace', { namespace: 5 }],
    ['namespace', { namespace: '' }],
    ['namespace', { namespace: ['https://acme.example/'] }],
    ['container', { container: '' }],
    ['slot', { slot: {} }],
    ['constructor', { constructor: Object }],
    ['slots', { slots: [] }],
    ['slots.a', { slots: { a: null } }],
    ['applications', { applications: 'any' }],
    ['applications.a', { applications: { a: 'id' } }],
    ['applications.a.client_id', { applications: { a: {} } }],
    ['applications.a.client_id', { applications: { a: { client_id: '' } } }],
    ['applications.a.clientId', { applications: { a: { client_id: 'a', clientId: 'a' } } }],
    ['applications.a.key', { applications: { a: { client_id: 'a', key: 'A0SEAL_KEY' } } }],
    ['applications.a.key.secret', { applications: { a: { client_id: 'a', key: { secret: 'not a name' } } } }],
    [
      'applications.a.key.secret',
      { applications: { a: { client_id: 'a', key: { secret: 'A'.repeat(129) } } } }
    ],
    ['applications.a.key.secret', { applications: { a: { client_id: 'a', key: { secret: '1A' } } } }],
    ['applications.a.key.kty', { applications: { a: { client_id: 'a', key: { secret: 'A', kty: 'EC' } } } }],
    ['release', { release: {} }],
    ['release[0]', { release: ['demographics'] }],
    ['copy', { copy: ['hobby'] }],
    ['userMetadataClaim', { userMetadataClaim: 'yes' }],
    ['onError', { onError: 'deny' }],
    ['onError.seal', { onError: { seal: 'stop' } }],
    ['onError.copy', { onError: { copy: true } }],
    ['onError.release', { onError: { release: '' } }],
    ['onError.login', { onError: { login: 'deny' } }],
    ['limits', { limits: 5 }],
    ['tenant', { tenant: '' }],
    ['tenant', { tenant: 'acme.eu.auth0.com' }],
    ['doctor', { doctor: [] }],
    ['doctor.ignore', { doctor: { ignore: {} } }],
    [
      'doctor.ignore[0].id',
      { doctor: { ignore: [{ id: 'D18', subject: 'b', reason: 'c', until: '2027-01-31' }] } }
    ],
    ['doctor.ignore[0].reason', { doctor: { ignore: [{ id: 'D01', subject: 'b', until: '2027-01-31' }] } }],
    ...['2027-02-30', '2027-13-01', 'never', '+012027-01-31', '2027-01-31T00:00:00.000Z'].map(
      (until): [string, Record<string, unknown>] => [
        'doctor.ignore[0].until',
        { doctor: { ignore: [{ id: 'D01', subject: 'b', reason: 'c', until }] } }
      ]
    ),
    ['applications.a.client_id', { applications: { a: { client_id: 'a ' } } }],
    ['applications.a.key.secret', { applications: { a: { client_id: 'a', key: { secret: '__proto__' } } } }],
    ['limits.valueWarnChars', { limits: { valueWarnChars: 0 } }],
    ['limits.profileMaxChars', { limits: { profileMaxChars: 1.5 } }],
    ['limits.profileMaxChars', { limits: { profileMaxChars: '4000' } }],
    ['limits.max', { limits: { max: 1 } }]
  ])('is refused at %s', (path, change) => {
    expect(mistakeWith({ release: [], ...change })).toEqual(refused(path))
  })

  it.each<[string, Record<string, unknown>]>([
    ['attributes', { attributes: [] }],
    ['attributes', { attributes: 'gender' }],
    ['attributes[0]', { attributes: [''] }],
    ['attributes[1]', { attributes: ['gender', 5] }],
    ['attributes[0].name', { attributes: [{}] }],
    ['attributes[0].name', { attributes: [{ name: '' }] }],
    ['attributes[0].from', { attributes: [{ name: 'a', from: 'b' }] }],
    ['attributes[0].from', { attributes: [{ name: 'a', from: [] }] }],
    ['attributes[0].from[0]', { attributes: [{ name: 'a', from: [''] }] }],
    ['attributes[0].connections', { attributes: [{ name: 'a', connections: [] }] }],
    ['attributes[0].connections[0]', { attributes: [{ name: 'a', connections: [5] }] }],
    ['attributes[0].entropy', { attributes: [{ name: 'a', entropy: 'low' }] }],
    ['attributes[0].acceptLimitations', { attributes: [{ name: 'email', acceptLimitations: false }] }],
    ['attributes[0].connection', { attributes: [{ name: 'a', connection: 'b' }] }],
    ['userMetadata', { userMetadata: [] }],
    ['userMetadata[0]', { userMetadata: [' a'] }],
    ['userMetadata[0].name', { userMetadata: [{ type: 'string' }] }],
    ['userMetadata[0].type', { userMetadata: [{ name: 'a', type: 'object' }] }],
    ['userMetadata[0].max', { userMetadata: [{ name: 'a', max: 0 }] }],
    ['userMetadata[0].bytes', { userMetadata: [{ name: 'a', bytes: 5 }] }],
    ['userMayChange', { userMetadata: ['a'], userMayChange: 'yes' }],
    ['keep', { attributes: ['a'], keep: 'session' }],
    ['mode', { attributes: ['a'], mode: 'writeonly' }],
    ['keys', { attributes: ['a'], keys: 'not a name' }],
    ['onNull', { attributes: ['a'], onNull: 'delete' }],
    ['fingerprint', { attributes: ['a'], fingerprint: 'yes' }],
    ['acceptLimitations', { attributes: ['email'], acceptLimitations: 'yes' }],
    ['deny', { attributes: ['a'], deny: true }],
    ['toString', { attributes: ['a'], toString: String }]
  ])('is refused in a slot, at %s', (path, slot) => {
    expect(mistakeInSlot(slot)).toEqual(refused(`slots.a.${path}`))
  })

  it.each<[string, Record<string, unknown>]>([
    ['slot', { slot: undefined }],
    ['slot', { slot: '' }],
    ['to', { to: undefined }],
    ['to', { to: 'userinfo' }],
    ['applications', { applications: undefined }],
    ['applications', { applications: [] }],
    ['applications', { applications: 'all' }],
    ['applications[0]', { applications: [5] }],
    ['applications.trustAppAdmins', { applications: { optIn: 'a' } }],
    ['applications.trustAppAdmins', { applications: { optIn: 'a', trustAppAdmins: false } }],
    ['applications.optIn', { applications: { trustAppAdmins: true } }],
    ['attributes', { attributes: [] }],
    ['form', { form: 'plain' }],
    ['as', { as: '' }],
    ['audience', { audience: 5 }],
    ['key', { key: 'A' }],
    ['scope', { scope: [] }],
    ['scope', { scope: 'a b' }],
    ['acceptThirdParty', { acceptThirdParty: false }],
    ['userControlled', { userControlled: 'yes' }],
    ['audience', { to: 'access_token', audience: 'https://api.acme.example ', key: { secret: 'A' } }],
    ['organizations', { organizations: [] }],
    ['organizations', { organizations: '*' }],
    ['storedInClear', { storedInClear: 'yes' }],
    ['readableByClient', { readableByClient: false }],
    ['delegated', { delegated: 1 }],
    ['application', { application: 'hr-web' }]
  ])('is refused in a release rule, at %s', (path, rule) => {
    expect(mistakeInRule(rule)).toEqual(refused(`release[0].${path}`))
  })

  it.each<[string, unknown]>([
    ['', 'text'],
    ['', 5],
    ['.type', {}],
    ['.type', { type: 'object' }],
    ['.max', { type: 'string', max: 0 }],
    ['.as', { type: 'string', as: '' }],
    ['.userControlled', { type: 'string', userControlled: 'yes' }],
    ['.maximum', { type: 'string', maximum: 5 }]
  ])('is refused in a copied field, at hobby%s', (path, entry) => {
    expect(mistakeInCopy('hobby', entry)).toEqual(refused(`copy.hobby${path}`))
  })

  it('says all that is wrong in one error, a line each', () => {
    const input = {
      namespace: 'nonsense',
      colour: 'red',
      slots: {
        a: { attributes: ['user_id', ' x'], deny: true },
        b: { attributes: ['blocked'], deny: true },
        c: { attributes: 'gender' }
      },
      applications: { 'hr-web': { client_id: 'a', clientId: 'a' }, crm: 5 },
      release: [
        { slot: 'c', to: 'userinfo', applications: ['hr-web'] },
        { slot: 'd', to: 'id_token', applications: ['hr-web', 'crm', 'other'], form: 'clear' },
        { slot: 'b', to: 'id_token', applications: ['hr-web'] },
        { slot: 'c', to: 'access_token', applications: 'any' }
      ],
      copy: { isAdmin: 'string', hobby: 'text' },
      onError: { seal: 'stop', login: 'deny' }
    }
    expect(mistakeIn(() => definePolicy(input as never)).path.split(', ')).toEqual([
      'namespace',
      'colour',
      'slots.a.attributes[1]',
      'slots.a.deny',
      'slots.b.deny',
      'slots.c.attributes',
      'applications.hr-web.clientId',
      'applications.crm',
      'release[0].to',
      'copy.hobby',
      'onError.seal',
      'onError.login',
      'slots.b.attributes[0]',
      'release[1].slot',
      'release[1].applications',
      'applications.hr-web.key',
      'release[3].acceptThirdParty',
      'copy.isAdmin'
    ])
  })

  it.each([
    ['slots', { slots: 5 }],
    ['applications', { applications: 'any' }],
    ['release', { release: 'all' }],
    ['copy', { copy: null }]
  ])('does not take what stands in malformed %s for missing', (path, change) => {
    expect(mistakeWith(change)).toEqual(refused(path))
  })

  it('may leave members undefined', () => {
    expect(mistakeWith({ container: undefined, onError: { seal: undefined } })).toEqual(accepted)
  })

  it('may release nothing', () => {
    expect(mistakeWith({ release: [] })).toEqual(accepted)
  })

  it('never shows a value in what it says', () => {
    const key = { secret: 'canary value' }
    expect(() =>
      definePolicy({ namespace: 'https://acme.example/', applications: { a: { client_id: 'a', key } } })
    ).toThrow(/^ERR_POLICY: applications\.a\.key\.secret: (?!.*canary)/)
  })
})

describe('what is malformed', () => {
  const twoNames = { attributes: ['a', 'b'], mode: 'write-only', keys: 'K' }

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a slot', { slots: { bad: { mode: 5 }, two: twoNames }, release: [] }, ['slots.bad.mode', 'slots.two']],
    [
      'a release rule',
      { release: [{ slot: 5 }, { slot: 'demographics', to: 'id_token', applications: ['nobody'] }] },
      ['release[0].slot', 'release[1].applications']
    ],
    ['a copied field', { copy: { bad: 'list', roles: 'string' } }, ['copy.bad', 'copy.roles']],
    ['a member nobody knows', { more: 1, slots: { two: twoNames }, release: [] }, ['more', 'slots.two']]
  ])('leaves the rest to be checked: %s', (_what, change, paths) => {
    const { path } = mistakeWith(change)
    for (const each of paths) expect(path).toContain(each)
  })
})

describe('what is wrong', () => {
  it('is said in a line for each mistake', () => {
    const input = {
      namespace: 'https://acme.example',
      tenant: 'acme.auth0.com',
      container: '',
      slots: {
        a: { attributes: [' a'], userMayChange: 1, acceptLimitations: false, keep: 'day', keys: 'a b' },
        b: { attributes: [] },
        c: 5
      },
      applications: { web: { client_id: 'web', key: 5 } },
      release: [
        { slot: 'demographics', to: 'id_token', applications: ['web'], scope: 'a b' },
        { to: 'id_token', applications: 'any' }
      ],
      copy: 5,
      limits: { valueWarnChars: 0 },
      doctor: { ignore: 5 }
    }
    expect(() => policyWith(input)).toThrow(
      [
        'ERR_POLICY: namespace: must be an http(s) URL that ends in /',
        'slots.a.attributes[0]: must be a text that is not empty, without blanks around it',
        'slots.a.userMayChange: must be true or false',
        'slots.a.acceptLimitations: must be true, or left out',
        'slots.a.keep: must be one of profile, login',
        'slots.a.keys: must be the name of an Action secret: letters, digits and _, at most 128',
        'slots.b.attributes: must be a list that is not empty',
        'slots.c: must be an object',
        'applications.web.key: must be { secret } or a public JWK',
        'release[0].scope: must be one scope',
        'release[1].slot: is missing',
        'copy: must be an object',
        "tenant: must be the tenant's id as events have it in tenant.id: no domain",
        'container: must be a text that is not empty',
        'limits.valueWarnChars: must be a whole number above 0',
        'doctor.ignore: must be a list'
      ].join('\n  ')
    )
  })

  it('is said of what nobody knows, of a day that is none and of a domain of Auth0', () => {
    const ignored = { id: 'D01', subject: 'b', reason: 'c', until: 'tomorrow' }
    expect(() => policyWith({ doctor: { ignore: [ignored] } })).toThrow('must be a day: YYYY-MM-DD')
    expect(() => policyWith({ limits: { chars: 5 } })).toThrow(
      'limits.chars: is not known here; known are valueWarnChars, profileMaxChars'
    )
    expect(() => policyWith({ namespace: 'https://acme.auth0.com/' })).toThrow('is a domain of Auth0')
  })
})

describe('what a policy may say', () => {
  it.each(['number', 'boolean', 'string[]', 'string'])('is a field of the type %s', type => {
    expect(mistakeInCopy('size', type)).toEqual(accepted)
    expect(mistakeInSlot({ userMetadata: [{ name: 'size', type }] })).toEqual(accepted)
  })

  it('is what it would mean without a word', () => {
    const said = { attributes: ['x'], mode: 'readable', keep: 'profile', onNull: 'keep' }
    expect(mistakeInSlot(said)).toEqual(accepted)
    expect(mistakeInSlot({ attributes: ['x'], keys: '__proto__x' })).toEqual(accepted)
  })

  it('is a text where it has to be one, and nothing that reads like it', () => {
    const ignored = { id: 'D01', subject: 'b', reason: 'c', until: ['2030-01-01'] }
    expect(mistakeWith({ tenant: 5 })).toEqual(refused('tenant'))
    expect(mistakeInRule({ scope: ['read'] })).toEqual(refused('release[0].scope'))
    expect(mistakeWith({ doctor: { ignore: [ignored] } })).toEqual(refused('doctor.ignore[0].until'))
  })

  it('is not refused for a namespace that is not known', () => {
    const copy = { color: { type: 'string', as: 'https://acme.example/color' } }
    expect(mistakeWith({ namespace: 5, copy })).toEqual(refused('namespace'))
  })

  it('is that a doctor ignores nothing', () => {
    expect(policyWith({ doctor: {} }).doctor).toEqual({ ignore: [] })
  })

  it('is a key set of a recipient, and none that is no list', () => {
    const key = { keys: 5 }
    expect(mistakeWith({ applications: { web: { client_id: 'web', key } }, release: [] }).code).toBe(
      'ERR_POLICY'
    )
  })

  it('is no key that names no secret', () => {
    expect(mistakeInRule({ to: 'access_token', audience: 'a', key: { secret: undefined } }).path).toContain(
      'release[0].key.secret'
    )
  })
})

describe('two rules for one claim', () => {
  const rule = { slot: 'demographics', to: 'id_token' }
  it('are a mistake where they share an application, however many each has', () => {
    const release = [
      { ...rule, applications: ['hr-web', 'crm'] },
      { ...rule, applications: ['crm'] }
    ]
    expect(mistakeWith({ release })).toEqual(refused('release[1]'))
    expect(mistakeWith({ release: [{ ...rule, applications: ['hr-web'] }, release[1]] })).toEqual(accepted)
  })
})
