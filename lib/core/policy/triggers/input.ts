import { triggerIds } from '../../auth0/triggers.js'
import { own } from '../own.js'
import type {
  DeployedActionInput,
  ListedAction,
  OurAction,
  OwnActionInput,
  TriggerLists,
  TriggersInput
} from './lists.js'

/** `verified-only` of `actions/verified-only.ts`. */
const nameOfFile = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/\.[cm]?[jt]s$/, '')

const listedAction = (entry: OurAction | OwnActionInput | DeployedActionInput): ListedAction => {
  if (typeof entry === 'string') return { kind: 'ours', name: entry }
  if ('deployed' in entry) return { kind: 'deployed', name: entry.deployed }
  const { file, name = nameOfFile(file), secrets = [], dependencies = {}, modules = {} } = entry
  return {
    kind: 'own',
    name,
    file,
    secrets: [...secrets],
    dependencies: { ...dependencies },
    modules: { ...modules }
  }
}

/** The lists of the triggers with their defaults filled in. */
export const triggerLists = (input: TriggersInput): TriggerLists =>
  Object.fromEntries(
    triggerIds.flatMap(trigger => {
      const list = own(input as Record<string, TriggersInput['post-login']>, trigger)
      return list ? [[trigger, list.map(listedAction)]] : []
    })
  )
