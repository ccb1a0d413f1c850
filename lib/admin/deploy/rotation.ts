import { own } from '../../core/policy/own.js'
import type { Action } from '../actions.js'
import { deployedKids, deployedLine } from './first-lines.js'
import type { WantedAction } from './wanted.js'

/** What the key that seals may change for: whoever seals with another needs all who open to have it already. */
const rotated = new Set(['secret keys', 'public keys', 'index keys'])

/** Whether a secret of the version that runs is newer than the version: its first line says nothing of it then. */
const isNewer = ({ deployed }: Action, secret: string): boolean => {
  const updatedAt = deployed?.secrets.find(({ name }) => name === secret)?.updatedAt
  return updatedAt !== undefined && Date.parse(updatedAt) > Date.parse(deployed?.createdAt ?? '')
}

/** What to do where the key set here would seal with a key that what runs has not: one further key would not be there either. */
const wayBack = (given: readonly string[], sealing: string | undefined): string => {
  const rotate = 'npx a0seal keys rotate'
  return sealing !== undefined && given.includes(sealing)
    ? `${rotate} --promote=${sealing} --file FILE, deploy, then ${rotate} --promote=${given[0]} --file FILE, and deploy again`
    : `it runs with ${sealing}, which is not in the key set here: take the one that has it, ${rotate} --add --file FILE, and deploy`
}

const whyNot = (holder: Action, secret: string, given: readonly string[]): string | undefined => {
  const [first = ''] = given
  const kids = deployedKids(holder, secret)
  const { name } = holder
  if (!kids)
    return `${name} does not say which keys it has in ${secret}: deploy the key set it has, and then this one`
  if (!kids.includes(first))
    return (
      `${name} runs without the key ${first}, which ${secret} would seal with, and could not open what others seal: ` +
      wayBack(given, kids[0])
    )
  return isNewer(holder, secret)
    ? `${secret} of ${name} was changed after it was deployed: deploy the key set of before, and then this one`
    : undefined
}

/** Actions that run with this secret: those of the policy, and whatever a0seal built. */
const holdersOf = (secret: string, actions: readonly Action[], names: ReadonlySet<string>): Action[] =>
  actions.filter(
    action =>
      (names.has(action.name) || deployedLine(action) !== undefined) &&
      action.deployed?.secrets.some(({ name }) => name === secret)
  )

/**
 * Why these keys may not be deployed in one step: a key seals only after every Action that opens has it, and a MAC key never changes,
 * because values carry its tag. A new Action is exempt.
 */
export const rotationProblems = (wanted: readonly WantedAction[], actions: readonly Action[]): string[] => {
  const names = new Set(wanted.map(({ name }) => name))
  const found = wanted.flatMap(({ secrets, kids }) =>
    Object.entries(secrets).flatMap(([secret, content]) => {
      const given = own(kids, secret) ?? []
      const [first] = given
      if (first === undefined) return []
      const holders = holdersOf(secret, actions, names)
      const isChanged = holders.some(holder => {
        const before = deployedKids(holder, secret)?.[0]
        return before !== undefined && before !== first
      })
      if (!isChanged) return []
      if (content === 'MAC key')
        return [`${secret} is another key than the one that runs: stored values carry the tag of that one`]
      return rotated.has(content) ? holders.flatMap(holder => whyNot(holder, secret, given) ?? []) : []
    })
  )
  return [...new Set(found)]
}

/** Secrets of which the Actions that run do not say the keys, where none does: whether they change cannot be told. */
export const unknownKeys = (wanted: readonly WantedAction[], actions: readonly Action[]): string[] => {
  const names = new Set(wanted.map(({ name }) => name))
  const secrets = new Set(wanted.flatMap(({ kids }) => Object.keys(kids)))
  return [...secrets].filter(secret => {
    const holders = holdersOf(secret, actions, names)
    return holders.length > 0 && holders.every(holder => !deployedKids(holder, secret))
  })
}
