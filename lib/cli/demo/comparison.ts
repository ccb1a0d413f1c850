import type { JWK } from '../../core/jwe/generate.js'
import { createCookieJar } from '../../local/tenant/browser.js'
import { builtInSeed } from '../../local/tenant/seed.js'
import type { Tenant } from '../../local/tenant/start.js'
import { createApplication, openReleased, type Received } from './application.js'
import type { Reporter } from './report.js'
import { persona } from './story.js'
import { type DemoTenants, namespace } from './tenants.js'

const situations = ['sign-in at the IdP', 'single sign-on', 'refresh token', 'after a challenge'] as const
type Situation = (typeof situations)[number]

/** What the application gets of `gender` in each situation, if anything. */
const genderIn = async (
  tenant: Tenant,
  withChallenge: Tenant,
  read: (received: Received) => Promise<unknown>
): Promise<Record<Situation, unknown>> => {
  const hr = await createApplication(tenant, 'hr-web')
  const jar = createCookieJar()
  const first = await hr.login(jar, persona)
  const challenged = await createApplication(withChallenge, 'hr-web')
  return {
    'sign-in at the IdP': await read(first),
    'single sign-on': await read(await hr.login(jar)),
    'refresh token': await read(await hr.refresh(first.refreshToken ?? '', persona)),
    'after a challenge': await read(await challenged.login(createCookieJar(), persona))
  }
}

/** What the application gets with the deny list alone, and with a0seal. */
export const compare = async (
  tenants: DemoTenants,
  key: JWK,
  { section, tell, check }: Reporter
): Promise<void> => {
  const { sealed, sealedWithChallenge, denyListOnly, denyListOnlyWithChallenge } = tenants
  const alone = await genderIn(
    denyListOnly,
    denyListOnlyWithChallenge,
    async ({ claims }) => claims[`${namespace}gender`]
  )
  const bound = { key, tenant: builtInSeed.tenant, subject: persona, audience: 'hr-web' }
  const both = await genderIn(sealed, sealedWithChallenge, async ({ claims }) => {
    const opened = await openReleased(claims[`${namespace}demographics`], bound)
    return opened?.gender
  })

  section(
    'What the application gets of an attribute on the deny list (the list of what Auth0 must not store)'
  )
  tell(`${''.padEnd(22)}${'deny list alone'.padEnd(22)}deny list + a0seal`)
  const gender = builtInSeed.personas[0]?.profile.gender
  for (const situation of situations) {
    const cells = [alone[situation], both[situation]].map(value => String(value ?? 'nothing').padEnd(22))
    // Only the sign-in itself reaches the application without a0seal.
    const expected = situation === 'sign-in at the IdP' ? gender : undefined
    check(situation.padEnd(22) + cells.join(''), alone[situation] === expected && both[situation] === gender)
  }
}
