import { generateKeyPair, type JWK } from '../../core/jwe/generate.js'
import { createCookieJar } from '../../tenant/client/login.js'
import { builtInSeed } from '../../tenant/seed/built-in.js'
import type { Tenant } from '../../tenant/start.js'
import { createApplication, openReleased } from './application.js'
import { createManagementCall } from './management.js'
import type { Reporter } from './report.js'
import { type Demo, namespace, sensitive } from './tenants.js'
import { short } from './text.js'

type Profile = Record<string, unknown>

const [ada, grace] = builtInSeed.personas.map(({ profile }) => profile as Profile)
export const persona = String(ada?.user_id)
const values = sensitive.map(name => String(ada?.[name]))

/** How often the values stand anywhere in what the tenant keeps. */
const timesStored = (tenant: Tenant): number =>
  values.flatMap(value => Object.values(tenant.search(value))).reduce((sum, count) => sum + count, 0)

/** The story of one login, told from the identity provider to the application. */
export const tellStory = async (
  { sealed: { plain: sealed } }: Demo,
  key: JWK,
  reporter: Reporter
): Promise<void> => {
  const { section, tell, check } = reporter
  const hr = await createApplication(sealed, 'hr-web')
  const jar = createCookieJar()
  const received = await hr.login(jar, persona)
  const manage = await createManagementCall(sealed)
  const profile = (await manage('GET', `users/${encodeURIComponent(persona)}`)) as Profile
  const appMetadata = profile.app_metadata as Record<string, string>
  const atRest = appMetadata.sealed_demographics

  section(`1  What the identity provider sent about ${ada?.name}`)
  for (const [index, name] of sensitive.entries()) tell(`${name}: ${values[index]}`)

  section('2  What Auth0 stored, as its Management API shows it')
  check(
    `app_metadata, the part of a profile only the tenant writes: sealed_demographics ${short(atRest, 12)}`,
    Boolean(atRest)
  )
  const found = timesStored(sealed)
  check(`those three values found in profiles, sessions and logs: ${found}`, found === 0)

  const claim = received.claims[`${namespace}demographics`]
  section('3  The ID token, which tells the application who signed in: signature verified, by openid-client')
  check(
    `${namespace}demographics: ${short(claim, 12)}, a JWE: JSON encrypted to this application alone`,
    Boolean(claim)
  )
  const hobby = received.claims[`${namespace}hobby`]
  check(
    `${namespace}hobby: ${hobby}, copied from user_metadata, which the user may edit`,
    hobby === 'climbing'
  )

  const userinfo = await hr.userinfo(received)
  section(
    '4  /userinfo, where applications ask for the profile later: what user_metadata is missing from today'
  )
  check(`${namespace}hobby: ${userinfo[`${namespace}hobby`]}`, userinfo[`${namespace}hobby`] === hobby)
  check(`${namespace}demographics: the same sealed value`, userinfo[`${namespace}demographics`] === claim)

  const bound = { key, recipient: 'hr-web', token: received.claims }
  const opened = await openReleased(claim, bound)
  section('5  What the application opened with its private key, which Auth0 never had')
  check(
    `gender: ${opened?.gender} · ethnicity: ${opened?.ethnicity}`,
    [ada?.gender, ada?.ethnicity].join() === [opened?.gender, opened?.ethnicity].join()
  )
  const crm = await createApplication(sealed, 'crm-web')
  const elsewhere = await crm.login(jar)
  check(
    'another application signs the same user in: it gets no such claim',
    elsewhere.claims[`${namespace}demographics`] === undefined
  )
  const otherApplication = await openReleased(claim, { ...bound, recipient: 'crm-web' })
  const otherKey = await openReleased(claim, { ...bound, key: generateKeyPair().privateKey })
  const otherUser = await openReleased(claim, {
    ...bound,
    token: { ...received.claims, sub: String(grace?.user_id) }
  })
  check(
    'held against another application, its key, or another user, the value is refused',
    !otherApplication && !otherKey && !otherUser
  )

  section('A second, identical login')
  const writes = sealed.profileWrites(persona)
  await hr.login(createCookieJar(), persona)
  const more = sealed.profileWrites(persona) - writes
  check(
    `profile writes, which Auth0 limits: ${writes} for the first login, ${more} for the second`,
    writes === 1 && more === 0
  )
}

/** What the same login stores with neither deny list nor a0seal. */
export const tellWithout = async ({ neither }: Demo, { section, check }: Reporter): Promise<void> => {
  const hr = await createApplication(neither, 'hr-web')
  await hr.login(createCookieJar(), persona)
  const manage = await createManagementCall(neither)
  const path = `users/${encodeURIComponent(persona)}`
  const profile = (await manage('GET', path)) as Profile
  section('The same login with neither: what Auth0 keeps')
  check(
    `in clear in the profile: gender ${profile.gender} · ethnicity ${profile.ethnicity}`,
    profile.gender === ada?.gender
  )
  const found = timesStored(neither)
  check(`those three values found in profiles, sessions and logs: ${found}`, found > 0)
  await manage('DELETE', path)
  const left = timesStored(neither)
  check(`after the user was deleted: ${left}`, left === 0 && (await manage('GET', path)) === undefined)
}
