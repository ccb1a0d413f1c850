import { lostKey, sealedKey } from '../../../core/metadata/names.js'
import { wantedByPolicy } from '../../../core/policy/deny-list.js'
import { ourActions } from '../../../core/policy/triggers/order.js'
import type { Policy } from '../../../core/policy/types.js'
import { claimsSetIn, names, type SetClaim } from '../code.js'
import { docs } from '../docs.js'
import { type ActionsRead, type RunningAction, runningAt } from '../facts.js'
import { row } from '../row.js'

const isOurs = ({ name }: RunningAction): boolean => ourActions.some(ours => ours.name === name)

const others = (actions: ActionsRead): RunningAction[] =>
  runningAt(actions, 'post-login').filter(action => !isOurs(action))

const metadataKeys = ({ container, slots }: Policy): string[] =>
  Object.entries(slots).flatMap(([slot, { attributes }]) => [
    sealedKey(container, slot),
    lostKey(container, slot),
    ...attributes.flatMap(({ indexPlace }) => indexPlace ?? [])
  ])

type Claim = SetClaim & { action: string }

/** The claims that ours set, by the policy. */
const claimsOfOurs = ({ release, copy, userMetadataClaim }: Policy): Claim[] => {
  const copied = Object.values(copy).map(({ claim }) => claim)
  return [
    ...[...copied, ...(userMetadataClaim ? ['user_metadata'] : [])].map(
      (claim): Claim => ({ action: 'copy-user-metadata', token: 'id_token', claim })
    ),
    ...release.flatMap(({ to, claims }) =>
      Object.values(claims).map((claim): Claim => ({ action: 'release-attributes', token: to, claim }))
    )
  ]
}

export const namesOfOurs = row({
  id: 'D12',
  level: 'warning',
  title: "another Action's code names a denied attribute, our metadata or our claims",
  needs: ['actions'],
  why:
    'Every Action of a trigger sees the whole user, and later ones see what earlier ' +
    'ones wrote: what one copies or logs is stored again.',
  doc: docs.codingGuidelines,
  find({ actions }, { policy }) {
    const ours = new Set([
      ...wantedByPolicy(policy).map(({ name }) => name),
      ...metadataKeys(policy),
      ...claimsOfOurs(policy).map(({ claim }) => claim)
    ])
    return others(actions).flatMap(({ name, version }) =>
      [...ours]
        .filter(one => names(version.code, one))
        .map(one => ({
          subject: `${name} ${one}`,
          what: `the code of ${name} names ${one}`,
          fix: `Look that ${name} neither stores nor logs it nor puts it into a token, and then ignore this in the policy.`
        }))
    )
  }
})

export const sharedClaims = row({
  id: 'D16',
  level: 'warning',
  title: 'two Actions set one claim',
  needs: ['actions'],
  why: 'A claim that two Actions set has the value of the later one.',
  doc: docs.claims,
  find({ actions }, { policy }) {
    const running = new Set(runningAt(actions, 'post-login').map(({ name }) => name))
    const claims = [
      ...claimsOfOurs(policy).filter(({ action }) => running.has(action)),
      ...others(actions).flatMap(({ name, version }) =>
        claimsSetIn(version.code).map((set): Claim => ({ ...set, action: name }))
      )
    ]
    const setters = new Map<string, Set<string>>()
    for (const { token, claim, action } of claims) {
      const key = `${token} ${claim}`
      setters.set(key, (setters.get(key) ?? new Set()).add(action))
    }
    return [...setters]
      .filter(([, actions]) => actions.size > 1)
      .map(([claim, actions]) => ({
        subject: claim,
        what: `${[...actions].join(' and ')} set ${claim}`,
        fix: `Give the claim another name in one of ${[...actions].join(', ')}.`
      }))
  }
})
