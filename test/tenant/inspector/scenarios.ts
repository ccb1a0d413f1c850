import { createCookieJar, login, refresh } from '../../../lib/tenant/client/login.js'
import type { LoadedPolicy } from '../../../lib/tenant/development/load-actions.js'
import type { Tenant, TenantOptions } from '../../../lib/tenant/start.js'
import { action } from '../action.js'

const ada = 'oidc|acme-idp|ada'
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid profile offline_access' }
const namespace = 'https://acme.example/'

/** A login, and what its picture says: by attribute and station a part of the text there. */
export interface Scenario {
  name: string
  /** What is different from the tenant that follows from the policy. */
  options?(loaded: LoadedPolicy): Partial<TenantOptions>
  run(tenant: Tenant): Promise<unknown>
  says: Record<string, Record<string, string>>
  /** In the list of what there is to mend. */
  mends?: string[]
}

const withAction =
  (added: ReturnType<typeof action>, at = 1) =>
  ({ actions }: LoadedPolicy): Partial<TenantOptions> => ({
    actions: [...actions.slice(0, at), added, ...actions.slice(at)]
  })

const goOn = async (tenant: Tenant) => {
  const onRedirect = async (url: URL) =>
    new URL(`${tenant.issuer}continue?state=${url.searchParams.get('state')}`)
  return login(tenant, { ...hr, onRedirect })
}

const withSecret =
  (name: string, value: string) =>
  ({ actions }: LoadedPolicy): Partial<TenantOptions> => ({
    actions: actions.map(action => ({
      ...action,
      secrets: Object.hasOwn(action.secrets, name) ? { ...action.secrets, [name]: value } : action.secrets
    }))
  })

export const scenarios: Scenario[] = [
  {
    name: 'a sign-in',
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Sent: 'gender-of-ada',
        Denied: '✓ on the deny list of acme-idp',
        Sealed: '✓ sealed by seal-attributes with the key',
        'At rest': '✓ sealed in app_metadata.sealed_demographics',
        Released: `✓ in the ID token as ${namespace}demographics, encrypted to hr-web`,
        '/userinfo': '✓ the sealed claim'
      },
      ethnicity: {
        Released: `the scope read:ethnicity was not asked for; ${namespace}ethnicity is null`,
        '/userinfo': 'null, so that no older value is served'
      },
      hobby: { Sent: 'climbing', Released: `in the ID token as ${namespace}hobby, in clear` },
      national_id: {
        Denied: 'the user writes it',
        Sealed: '✓ sealed',
        Released: 'the rule is for the organization org_clinic'
      }
    }
  },
  {
    name: 'single sign-on',
    async run(tenant) {
      const jar = createCookieJar()
      await login(tenant, { ...hr, client_id: 'crm-web', jar })
      await login(tenant, { ...hr, jar })
    },
    says: {
      gender: {
        Sent: '– nobody was asked',
        Sealed: 'not sealed: this login brought none',
        'At rest': '✓ sealed in app_metadata.sealed_demographics',
        Released: `✓ in the ID token as ${namespace}demographics`
      }
    }
  },
  {
    name: 'a refresh',
    async run(tenant) {
      const { tokens } = await login(tenant, hr)
      await refresh(tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
    },
    says: {
      gender: { Sent: '– nobody was asked', Released: `✓ in the ID token as ${namespace}demographics` },
      'https://acme.com/temporary_idtoken': {
        Released: 'nothing of it was sealed in this login, and it is kept for no other'
      }
    }
  },
  {
    name: 'a redirect',
    options: withAction(action('leave', `api.redirect.sendUserTo('https://terms.acme.example/')`, '')),
    run: goOn,
    says: {
      gender: {
        Sealed: '✓ sealed by seal-attributes',
        Released: `✓ in the ID token as ${namespace}demographics`
      },
      'https://acme.com/temporary_idtoken': { Released: `✓ in the ID token as ${namespace}handoff` }
    }
  },
  {
    name: 'a challenge',
    options: withAction(action('challenge', `api.authentication.challengeWith({ type: 'otp' })`)),
    run: tenant => login(tenant, hr),
    says: { gender: { Released: `✓ in the ID token as ${namespace}demographics` } }
  },
  {
    name: 'a denied login',
    options: withAction(action('no', `api.access.deny('not today')`)),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Sealed: '✓ sealed',
        Released: 'not in the ID token: release-attributes did not run',
        '/userinfo': 'the login was refused'
      },
      hobby: { Released: 'not copied: copy-user-metadata did not run' }
    }
  },
  {
    name: 'an application that may not have it',
    run: tenant => login(tenant, { ...hr, client_id: 'crm-web' }),
    says: {
      gender: { Sealed: '✓ sealed', Released: '– no rule names this application', '/userinfo': '– nothing' }
    }
  },
  {
    name: 'a slot that is kept for the login',
    run: tenant => login(tenant, hr),
    says: {
      'https://acme.com/temporary_idtoken': {
        Sealed: 'for this login only',
        'At rest': '– nothing: kept for the login only',
        Released: `✓ in the ID token as ${namespace}handoff, encrypted to hr-web`
      }
    }
  },
  {
    name: 'a slot that Auth0 cannot open',
    run: tenant => login(tenant, hr),
    says: {
      iban: {
        Sealed: 'of A0SEAL_PAYROLL_KEYS, which Auth0 cannot open',
        'At rest': '✓ sealed in app_metadata.sealed_payroll',
        Released: `✓ in the ID token as ${namespace}payroll`
      }
    }
  },
  {
    name: 'an attribute that is not denied',
    options: ({ seed }) => ({
      seed: {
        ...seed,
        connections: (seed?.connections ?? []).map(connection => ({
          ...connection,
          options: { non_persistent_attrs: ['ethnicity'] }
        }))
      }
    }),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Denied:
          '! gender not on the deny list of acme-idp: Auth0 stores it mend it: npx a0seal deny-list apply',
        'At rest': '✕ in clear as gender mend it: npx a0seal deny-list apply --connection acme-idp'
      },
      ethnicity: { Denied: '✓ on the deny list', 'At rest': '✓ sealed' }
    },
    mends: [
      '✕ gender is stored in clear: npx a0seal deny-list apply --connection acme-idp',
      '! gender is not on the deny list of acme-idp: npx a0seal deny-list apply --connection acme-idp'
    ]
  },
  {
    name: 'a broken key',
    options: withSecret('A0SEAL_KEYS', '{"keys":[]}'),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Sealed: '! not sealed: it failed (ERR_KEY_SET) mend it: npx a0seal keys inspect keys.json',
        'At rest': '– nothing',
        Released: `nothing is sealed of it; ${namespace}demographics is null`
      },
      'https://acme.com/temporary_idtoken': {
        Released: 'nothing of it was sealed in this login, and it is kept for no other'
      }
    },
    mends: [
      '✕ user_metadata.national_id is stored in clear: npx a0seal keys inspect keys.json',
      '! seal-attributes ERR_KEY_SET: npx a0seal keys inspect keys.json'
    ]
  },
  {
    name: 'a secret that nobody has set',
    options: withSecret('A0SEAL_KEYS', '@@A0SEAL_KEYS@@'),
    run: tenant => login(tenant, hr),
    says: { gender: { Sealed: '! not sealed: it failed (ERR_NO_KEYS)' } },
    mends: ['! the secret A0SEAL_KEYS is not set: npx a0seal keys generate --for slots --out keys.json']
  },
  {
    name: 'a database user',
    run: tenant =>
      login(tenant, {
        client_id: 'hr-web',
        username: 'linus@acme.example',
        password: 'development-password'
      }),
    says: {
      gender: { Sent: '– a database sends nothing', Denied: '– a database user: nothing to deny' },
      national_id: { Sealed: '✓ sealed' }
    }
  },
  {
    name: 'an access token and a scope',
    run: tenant =>
      login(tenant, {
        ...hr,
        scope: 'openid read:ethnicity',
        audience: 'https://api.acme.example'
      }),
    says: {
      ethnicity: {
        Released: `in the ID token as ${namespace}ethnicity, in clear`,
        '/userinfo': 'in clear, as in the ID token'
      }
    }
  },
  {
    name: 'Actions of another policy',
    options: ({ policy }) => ({ ...(policy && { policy: { ...policy, release: [] } }) }),
    run: tenant => login(tenant, hr),
    says: { gender: { Released: '– no rule of the policy releases it' } },
    mends: [
      `✕ release-attributes differs from the policy in the ID token: it set it, and the policy has no such claim (${namespace}demographics); build again: npx a0seal build`
    ]
  },
  {
    name: 'a sealed claim that an Action behind overwrites',
    options: withAction(
      action('own', `api.idToken.setCustomClaim('${namespace}demographics', event.user.gender)`),
      3
    ),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Released: '; then own set another value, in clear',
        '/userinfo': '✕ in clear, and the policy seals it mend it: change the Action that writes it'
      }
    },
    mends: [
      `✕ own set another value, in clear: ${namespace}demographics in the ID token: change the Action that writes it, and npx a0seal build`,
      `✕ gender is in clear in the ID token as ${namespace}demographics: change the Action that writes it, and npx a0seal build`
    ]
  },
  {
    name: 'something else in the place of a sealed value',
    options: withAction(action('own', `api.user.setAppMetadata('sealed_demographics', 'f')`), 3),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Sealed: '✓ sealed by seal-attributes',
        'At rest': '✕ no sealed value stands in app_metadata.sealed_demographics, but something else'
      }
    },
    mends: [
      '✕ no sealed value stands in app_metadata.sealed_demographics, but something else: change the Action that writes it, and npx a0seal build'
    ]
  },
  {
    name: 'a login that an Action behind refuses',
    options: withAction(action('no', `api.access.deny('not today')`), 3),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        'At rest': '✓ sealed in app_metadata.sealed_demographics',
        Released: `– would have been in the ID token as ${namespace}demographics`,
        '/userinfo': '– the login was refused'
      }
    }
  },
  {
    name: 'a run that fails behind our Actions',
    options: withAction(action('no', `throw new Error('not today')`), 3),
    run: tenant => login(tenant, hr),
    says: {
      gender: {
        Sealed: '– would have been sealed by seal-attributes',
        'At rest': '– nothing',
        Released: ': the login was refused'
      }
    },
    mends: ['✕ user_metadata.national_id is stored in clear: npx a0seal build, and bind seal-attributes']
  },
  {
    name: 'a login without the scope openid',
    run: tenant => login(tenant, { ...hr, scope: 'profile' }),
    says: {
      gender: {
        Released: ': no ID token was issued',
        '/userinfo': '– no access token for it: the scope openid is missing'
      }
    }
  }
]
