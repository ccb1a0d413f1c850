import { codeOf } from '../../../core/errors.js'
import { own } from '../../../core/policy/own.js'
import type { OptIn, Policy, ReleaseRule } from '../../../core/policy/types.js'
import { parseRecipientKeys } from '../../../core/seal/released.js'
import { docs } from '../docs.js'
import type { Application } from '../facts.js'
import type { Found } from '../finding.js'
import { row } from '../row.js'
import type { Wanted } from '../wanted.js'

const why =
  'An application is known by its client id; permissive third-party ones have ids like ' +
  'any other, and client metadata is what its administrators write.'

/** Names of the applications that rules are for. */
const namedRecipients = ({ release }: Pick<Policy, 'release'>): string[] => [
  ...new Set(release.flatMap(({ applications }) => (Array.isArray(applications) ? applications : [])))
]

const isOptIn = (applications: ReleaseRule['applications']): applications is OptIn =>
  typeof applications === 'object' && !Array.isArray(applications)

const optIns = ({ release }: Policy): string[] => [
  ...new Set(release.flatMap(({ applications }) => (isOptIn(applications) ? [applications.optIn] : [])))
]

const describeNamed = (name: string, { policy }: Wanted, applications: readonly Application[]): Found[] => {
  const clientId = policy.applications[name]?.client_id
  const found = applications.find(application => application.clientId === clientId)
  if (!found)
    return [
      {
        subject: name,
        what: `the policy releases to ${name}, and the tenant has no application ${clientId}`,
        fix: `Correct applications.${name}.client_id in the policy.`
      }
    ]
  if (found.isFirstParty) return []
  return [
    {
      subject: name,
      what: `${name} (${clientId}) is a third-party application`,
      fix: `Take ${name} out of the release rules of the policy, or make it a first-party application.`
    }
  ]
}

/** Secrets with the key of an application or an API, and who it is of. */
const keySecrets = ({ applications, release }: Policy): Map<string, string> => {
  const named = namedRecipients({ release }).map(name => [name, applications[name]?.key] as const)
  const audiences = release.map(({ audience = '', key }) => [audience, key] as const)
  return new Map(
    [...named, ...audiences].flatMap(([of, key]) =>
      typeof key?.secret === 'string' ? [[key.secret, of] as const] : []
    )
  )
}

const describeKeys = ({ policy, keys }: Wanted): Found[] =>
  [...keySecrets(policy)].flatMap(([secret, of]) =>
    (own(keys, secret)?.problems ?? []).map(problem => ({
      subject: `${of} ${secret}`,
      what: `the key of ${of} in ${secret} cannot be used: ${problem}`,
      fix: `Put the public key set of ${of} into ${secret}: npx a0seal keys public prints it.`
    }))
  )

export const recipients = row({
  id: 'D10',
  level: 'error',
  title: 'an application of a release is missing, third-party, or has no key that can be used',
  needs: ['applications'],
  why,
  doc: docs.thirdParty,
  find: ({ applications }, wanted) => [
    ...namedRecipients(wanted.policy).flatMap(name => describeNamed(name, wanted, applications)),
    ...describeKeys(wanted)
  ]
})

const optedIn = (applications: readonly Application[], { policy }: Wanted): Application[] =>
  applications.filter(({ metadata }) => optIns(policy).some(optIn => metadata[optIn] === 'true'))

const keyProblem = ({ metadata }: Application): string | undefined => {
  if (!metadata.a0seal_jwk) return 'is missing'
  try {
    parseRecipientKeys(String(metadata.a0seal_jwk))
    return undefined
  } catch (error) {
    return codeOf(error) === 'ERR_PRIVATE_KEY'
      ? 'holds its private half'
      : `cannot be used (${codeOf(error)})`
  }
}

export const optInFaults = row({
  id: 'D10',
  level: 'error',
  title: 'an application that opted in is third-party, or its key cannot be used',
  needs: ['applications'],
  why,
  doc: docs.clientMetadata,
  find: ({ applications }, wanted) =>
    optedIn(applications, wanted).flatMap(application => {
      const { clientId, name, isFirstParty } = application
      const problem = keyProblem(application)
      return [
        ...(isFirstParty
          ? []
          : [
              {
                subject: clientId,
                what: `${name} (${clientId}) opted in, and is a third-party application`,
                fix: `Take the opt-in out of the metadata of the application ${clientId}.`
              }
            ]),
        ...(problem
          ? [
              {
                subject: `${clientId} a0seal_jwk`,
                what: `${name} (${clientId}) opted in, and its a0seal_jwk ${problem}`,
                fix: `Put a public key into the metadata a0seal_jwk of the application ${clientId}: npx a0seal keys public prints it.`
              }
            ]
          : [])
      ]
    })
})

export const optInList = row({
  id: 'D10',
  level: 'info',
  title: 'who opted in',
  needs: ['applications'],
  why,
  doc: docs.clientMetadata,
  find: ({ applications }, wanted) =>
    optedIn(applications, wanted).map(({ clientId, name }) => ({
      subject: `${clientId} opted in`,
      what: `${name} (${clientId}) opted in: it gets what the policy releases to those that do`,
      fix: `Look that the application ${clientId} may have it; else take the opt-in out of its metadata.`
    }))
})
