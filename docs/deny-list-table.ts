/** What an application, or whoever reads what Auth0 keeps, gets of an attribute on the deny list. */
export type Outcome =
  /** The application has it: by a claim, or by a claim it opened with its key. */
  | 'the value'
  | 'nothing'
  /** It is in what Auth0 keeps, as it is. */
  | 'stored in clear'
  /** It is in what Auth0 keeps, encrypted. */
  | 'stored sealed'
  | 'in the log, in clear'

/** How much of a row somebody at Auth0 has written down. */
export type Basis =
  /** The page says it. */
  | 'said'
  /** It follows from what a page says, by our reading. */
  | 'reading'
  /** Nothing settles it; the tenant does what fits the rest best. */
  | 'open'
  /** The tenant has no such feature; another one stands in for it. */
  | 'stand-in'

export interface DenyListRow {
  /** Names the row in the tests. */
  id: string
  situation: string
  /** The deny list, and an Action that puts the attribute into the ID token as it is. */
  alone: Outcome
  /** The deny list and a0seal, its release Action behind whatever interrupts the login. */
  sealed: Outcome
  basis: Basis
  /** What the page says, in our words. */
  sentence: string
  page: string
  /** How the local tenant is made to do it. */
  here: string
}

const denyListPage = 'https://auth0.com/docs/secure/security-guidance/data-security/denylist'
const userinfoPage = 'https://auth0.com/docs/api/authentication/user-profile/get-user-info'
const refreshPage = 'https://auth0.com/docs/secure/tokens/refresh-tokens'
const silentPage = 'https://auth0.com/docs/authenticate/login/configure-silent-authentication'
const staffArticle = 'https://community.auth0.com/t/116316'

const reaches = 'Denied attributes can be used in rules and in outgoing tokens all the same.'
const mfa = 'They are missing where MFA is on.'
const rootOnly = 'Only root fields of the profile can be denied.'
const delegation = 'They are missing in delegation, unless scope=passthrough is set.'
const actor =
  "The delegation grant is not simulated; a login with an actor stands in (settings.delegation: 'parameter')"

/**
 * What breaks with Auth0's Deny List alone, and what a0seal changes, row by row. `test/system/deny-list/matrix.test.ts`
 * runs every row; the README's table is made of them.
 */
export const denyListRows: readonly DenyListRow[] = [
  {
    id: 'sign-in',
    situation: 'Sign-in at the identity provider',
    alone: 'the value',
    sealed: 'the value',
    basis: 'said',
    sentence: reaches,
    page: denyListPage,
    here: 'The run of the login that brought it sees it'
  },
  {
    id: 'standard-claim',
    situation: 'A standard attribute (`given_name`) by scope, without any Action, at that sign-in',
    alone: 'the value',
    sealed: 'the value',
    basis: 'reading',
    sentence: reaches,
    page: denyListPage,
    here: 'settings.denyList.standardClaims'
  },
  {
    id: 'userinfo-record',
    situation: 'What is kept of that sign-in to serve `/userinfo`',
    alone: 'stored in clear',
    sealed: 'stored sealed',
    basis: 'reading',
    sentence: '/userinfo answers later, without an Action, with the claims that were put on the ID token.',
    page: userinfoPage,
    here: 'One record for each application and user'
  },
  {
    id: 'sso',
    situation: 'Single sign-on, answered by Auth0',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'said',
    sentence:
      'They are missing where Auth0 does the single sign-on and not the identity provider (legacy tenants).',
    page: denyListPage,
    here: 'settings.denyList.useAuth0ForSso, on by default: newer tenants have no such choice'
  },
  {
    id: 'sso-by-idp',
    situation: 'Single sign-on that asks the identity provider again (legacy tenants)',
    alone: 'the value',
    sealed: 'the value',
    basis: 'reading',
    sentence: 'The same sentence, the other way round.',
    page: denyListPage,
    here: 'settings.denyList.useAuth0ForSso: false'
  },
  {
    id: 'silent',
    situation: 'Silent authentication (`prompt=none`)',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'open',
    sentence:
      'Actions run and nobody is sent to the identity provider; what they see of the attribute is left out.',
    page: silentPage,
    here: 'The Actions see the stored profile'
  },
  {
    id: 'refresh',
    situation: 'Refresh token',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'open',
    sentence: 'Actions run again for the new tokens; what they see of the attribute is left out.',
    page: refreshPage,
    here: 'The Actions see the stored profile'
  },
  {
    id: 'redirect',
    situation: 'After a redirect by an Action',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'said',
    sentence: 'They are missing after a redirect by a rule.',
    page: denyListPage,
    here: 'settings.denyList.redirectHides'
  },
  {
    id: 'challenge',
    situation: 'MFA between two Actions (`challengeWith`, `enrollWith`)',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'said',
    sentence: mfa,
    page: denyListPage,
    here: 'settings.denyList.challengeHides'
  },
  {
    id: 'mfa-enable',
    situation: 'MFA after all Actions (`multifactor.enable`)',
    alone: 'the value',
    sealed: 'the value',
    basis: 'open',
    sentence: `${mfa} By another article all Actions run before this challenge, when nobody knows of it yet.`,
    page: denyListPage,
    here: 'The Actions see it'
  },
  {
    id: 'mfa-policy',
    situation: 'MFA by policy, if Actions see the attribute before the challenge',
    alone: 'the value',
    sealed: 'the value',
    basis: 'open',
    sentence: `${mfa} Whether for Actions that run before the challenge too is left out.`,
    page: denyListPage,
    here: "settings.mfa: 'policy'"
  },
  {
    id: 'mfa-policy-strict',
    situation: 'MFA by policy, if they do not: nothing was sealed before',
    alone: 'nothing',
    sealed: 'nothing',
    basis: 'open',
    sentence: 'The same sentence, read strictly.',
    page: denyListPage,
    here: 'settings.denyList.mfaPolicyHides'
  },
  {
    id: 'mfa-policy-strict-later',
    situation: 'MFA by policy, if they do not: sealed at an earlier login',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'open',
    sentence: 'The same sentence, read strictly.',
    page: denyListPage,
    here: 'settings.denyList.mfaPolicyHides'
  },
  {
    id: 'standard-claim-mfa',
    situation: 'A standard attribute (`given_name`) by scope, after MFA of any kind',
    alone: 'nothing',
    sealed: 'nothing',
    basis: 'reading',
    sentence: mfa,
    page: denyListPage,
    here: 'Put it into a slot of its own to release it under a name of your own'
  },
  {
    id: 'name',
    situation: '`name`, `nickname` as standard claims',
    alone: 'nothing',
    sealed: 'nothing',
    basis: 'said',
    sentence: 'A denied name or nickname is not in the tokens.',
    page: denyListPage,
    here: 'Never a standard claim where they are denied'
  },
  {
    id: 'name-claim',
    situation: '`name`, `nickname` as claims of your own',
    alone: 'the value',
    sealed: 'the value',
    basis: 'open',
    sentence: 'A denied name or nickname is not in the tokens. Whether Actions see them is left out.',
    page: denyListPage,
    here: 'The run of the login that brought them sees them'
  },
  {
    id: 'email',
    situation: '`email` as a claim of your own',
    alone: 'nothing',
    sealed: 'nothing',
    basis: 'said',
    sentence: 'The value of a denied email cannot be put into a custom claim.',
    page: denyListPage,
    here: 'settings.denyList.emailHidden: not on event.user, so that nothing can seal it either'
  },
  {
    id: 'nested',
    situation: 'A path into a field (`address.street`)',
    alone: 'stored in clear',
    sealed: 'stored sealed',
    basis: 'said',
    sentence: rootOnly,
    page: denyListPage,
    here: 'The entry denies nothing. With a0seal the whole field is denied, and sealed as one value'
  },
  {
    id: 'user-metadata',
    situation: 'A field of `user_metadata`',
    alone: 'stored in clear',
    sealed: 'stored sealed',
    basis: 'said',
    sentence: rootOnly,
    page: denyListPage,
    here: 'The entry denies nothing. With a0seal a slot with `userMetadata` moves the field out'
  },
  {
    id: 'stored-before',
    situation: 'Stored before it was denied, where the connection no longer updates the profile',
    alone: 'stored in clear',
    sealed: 'stored in clear',
    basis: 'said',
    sentence: 'With synchronisation off the old copy at the root stays, and no API removes it (about 2023).',
    page: staffArticle,
    here: "options.set_user_root_attributes: 'never_on_login'"
  },
  {
    id: 'delegation',
    situation: 'Delegation',
    alone: 'nothing',
    sealed: 'nothing',
    basis: 'stand-in',
    sentence: delegation,
    page: denyListPage,
    here: `${actor}. a0seal releases nothing to somebody else by default`
  },
  {
    id: 'delegation-released',
    situation: 'Delegation, where a release rule says `delegated: true`',
    alone: 'nothing',
    sealed: 'the value',
    basis: 'stand-in',
    sentence: delegation,
    page: denyListPage,
    here: actor
  },
  {
    id: 'passthrough',
    situation: 'Delegation with `scope=passthrough`',
    alone: 'the value',
    sealed: 'nothing',
    basis: 'stand-in',
    sentence: delegation,
    page: denyListPage,
    here: `${actor} and the scope asks the identity provider. a0seal releases nothing to somebody else by default`
  },
  {
    id: 'impersonation',
    situation: 'Impersonation',
    alone: 'nothing',
    sealed: 'nothing',
    basis: 'stand-in',
    sentence: 'They are missing in impersonation.',
    page: denyListPage,
    here: 'Not simulated, as Auth0 has it no more; a login with an actor stands in'
  },
  {
    id: 'saml-debug',
    situation: 'A SAML connection in debug mode',
    alone: 'in the log, in clear',
    sealed: 'in the log, in clear',
    basis: 'said',
    sentence: 'A SAML connection in debug mode writes them to the tenant log.',
    page: denyListPage,
    here: 'options.debug of a connection of strategy samlp'
  }
]

const basisText: Record<Basis, string> = {
  said: 'said',
  reading: 'our reading',
  open: '**not settled**',
  'stand-in': 'not simulated, stand-in'
}

const line = ({ situation, alone, sealed, basis, sentence, page, here }: DenyListRow): string =>
  `| ${situation} | ${alone} | ${sealed} | ${basisText[basis]}: [${sentence}](${page}) | ${here} |`

const begin = '<!-- deny-list-table -->'
const end = '<!-- /deny-list-table -->'

/** The rows as a table in Markdown. */
export const denyListTable = (): string =>
  [
    '| Situation | Deny list alone | Deny list and a0seal | What Auth0 says, in our words | In the local tenant |',
    '| --- | --- | --- | --- | --- |',
    ...denyListRows.map(line)
  ].join('\n')

/** A page with the table between its two markers, or undefined where the page has no markers. */
export const withDenyListTable = (page: string): string | undefined => {
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  return before === undefined || after === undefined
    ? undefined
    : `${before}${begin}\n${denyListTable()}\n${end}${after}`
}
