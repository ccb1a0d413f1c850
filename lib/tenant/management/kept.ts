import { Hono } from 'hono'
import { z } from 'zod'
import type { JsonObject } from '../../core/auth0/json.js'
import type { ManagementScope } from '../oidc/apis.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known } from './errors.js'
import { readBody } from './input.js'

interface Document {
  path: string
  scopes: [read: ManagementScope, write: ManagementScope]
  /** PUT replaces, PATCH merges at the first level. */
  methods: readonly ('PUT' | 'PATCH' | 'POST')[]
  /** Absent: 404 until it is written. */
  initial?: JsonObject
}

const attackProtection = (name: string, initial: JsonObject): Document => ({
  path: `/attack-protection/${name}`,
  scopes: ['read:attack_protection', 'update:attack_protection'],
  methods: ['PATCH'],
  initial
})

/** Settings that change nothing here: they are kept, so that what one tool writes another finds. */
const documents: readonly Document[] = [
  { path: '/branding', scopes: ['read:branding', 'update:branding'], methods: ['PATCH'], initial: {} },
  {
    path: '/prompts',
    scopes: ['read:prompts', 'update:prompts'],
    methods: ['PATCH'],
    initial: { universal_login_experience: 'new', identifier_first: false }
  },
  {
    path: '/prompts/:prompt/custom-text/:language',
    scopes: ['read:prompts', 'update:prompts'],
    methods: ['PUT'],
    initial: {}
  },
  {
    path: '/prompts/:prompt/partials',
    scopes: ['read:prompts', 'update:prompts'],
    methods: ['PUT'],
    initial: {}
  },
  {
    path: '/email-templates/:template',
    scopes: ['read:email_templates', 'update:email_templates'],
    methods: ['PUT', 'PATCH']
  },
  attackProtection('brute-force-protection', { enabled: false }),
  attackProtection('suspicious-ip-throttling', { enabled: false }),
  attackProtection('breached-password-detection', { enabled: false }),
  attackProtection('bot-detection', {}),
  attackProtection('captcha', {}),
  {
    path: '/risk-assessments/settings',
    scopes: ['read:risk_assessments', 'update:risk_assessments'],
    methods: ['PATCH'],
    initial: { enabled: false }
  },
  {
    path: '/risk-assessments/settings/new-device',
    scopes: ['read:risk_assessments', 'update:risk_assessments'],
    methods: ['PATCH'],
    initial: { remember_for: 30 }
  },
  {
    path: '/supplemental-signals',
    scopes: ['read:supplemental_signals', 'update:supplemental_signals'],
    methods: ['PATCH'],
    initial: {}
  },
  ...[
    'sms/providers/twilio',
    'push-notification/providers/sns',
    'phone/selected-provider',
    'phone/message-types'
  ].map(
    (name): Document => ({
      path: `/guardian/factors/${name}`,
      scopes: ['read:guardian_factors', 'update:guardian_factors'],
      methods: ['PUT'],
      initial: {}
    })
  )
]

const body = z.record(z.string(), z.json())

/** Accepts and shows the settings the tenant does not go by. */
export const createKeptRoutes = ({ resources }: Pick<TenantStore, 'resources'>) => {
  const { documents: stored } = resources
  const app = new Hono<ManagementEnv>()
  for (const { path, scopes, methods, initial } of documents) {
    const [read, write] = scopes
    const valueAt = (key: string): JsonObject | undefined =>
      Object.hasOwn(stored, key) ? stored[key] : initial
    app.get(path, requireScope(read), c =>
      c.json(known(valueAt(keyOf(c.req.path)), 'There is none on this tenant.', 'not_found'))
    )
    for (const method of methods) {
      app.on(method, path, requireScope(write), async c => {
        const key = keyOf(c.req.path)
        const given = (await readBody(c, body)) as JsonObject
        const value = method === 'PATCH' ? { ...valueAt(key), ...given } : given
        stored[key] = value
        return c.json(value)
      })
    }
  }
  return app
}

const keyOf = (path: string): string => path.replace(/^\/api\/v2/, '')
