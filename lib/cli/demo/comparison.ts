import type { JWK } from '../../core/jwe/generate.js'
import { createCookieJar } from '../../tenant/client/login.js'
import { builtInSeed } from '../../tenant/seed/built-in.js'
import type { Tenant } from '../../tenant/start.js'
import { createApplication, openReleased, type Received } from './application.js'
import type { Reporter } from './report.js'
import { persona } from './story.js'
import { type Demo, type DemoTenants, namespace } from './tenants.js'

type Situation =
  | 'sign-in at the IdP'
  | 'single sign-on'
  | 'refresh token'
  | 'after a challenge'
  | 'after a redirect'

/** What the application gets of `gender` in each situation, if anything. */
const genderIn = async (
  { plain, challenged, redirected }: DemoTenants,
  read: (received: Received) => Promise<unknown>
): Promise<Record<Situation, unknown>> => {
  const hr = await createApplication(plain, 'hr-web')
  const jar = createCookieJar()
  const first = await hr.login(jar, persona)
  const signIn = async (tenant: Tenant) =>
    read(await (await createApplication(tenant, 'hr-web')).login(createCookieJar(), persona))
  return {
    'sign-in at the IdP': await read(first),
    'single sign-on': await read(await hr.login(jar)),
    'refresh token': await read(await hr.refresh(first.refreshToken ?? '', persona)),
    'after a challenge': await signIn(challenged),
    'after a redirect': await signIn(redirected)
  }
}

/** What the application gets with the deny list alone, and with a0seal. */
export const compare = async (
  { sealed, denyListOnly }: Demo,
  key: JWK,
  { section, tell, check }: Reporter
): Promise<void> => {
  const alone = await genderIn(denyListOnly, async ({ claims }) => claims[`${namespace}gender`])
  const both = await genderIn(sealed, async ({ claims }) => {
    const recipient = { key, recipient: 'hr-web', token: claims }
    const opened = await openReleased(claims[`${namespace}demographics`], recipient)
    return opened?.gender
  })

  section('What the application gets of an attribute on the deny list, the list of what Auth0 must not store')
  tell(`${''.padEnd(22)}${'deny list alone'.padEnd(22)}deny list + a0seal`)
  const gender = builtInSeed.personas[0]?.profile.gender
  for (const situation of Object.keys(both) as Situation[]) {
    const cells = [alone[situation], both[situation]].map(value => String(value ?? 'nothing').padEnd(22))
    // Only the sign-in itself reaches the application without a0seal.
    const expected = situation === 'sign-in at the IdP' ? gender : undefined
    check(situation.padEnd(22) + cells.join(''), alone[situation] === expected && both[situation] === gender)
  }
}
