import type { ManagementClient } from 'auth0'
import type { Clock } from '../clock.js'
import { type Interruption, uninterrupted } from '../interruption.js'

/** What a deploy is done with. */
export interface DeployContext {
  client: ManagementClient
  clock: Clock
  /** The values of our secrets, by name. Nobody else's are ever sent. */
  values: Readonly<Record<string, string>>
  /** Ids of the modules that Actions name: `<name>@<version>` → what a request names it by. */
  modules: ReadonlyMap<string, { module_id: string; module_version_id: string }>
  /** What stops it: no write is begun after it. */
  interruption?: Interruption
  /** Told of each step that is done. */
  onStep?: (line: string) => void
}

/** Somebody changed what the plan was made from: it has to be made anew. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile'
}

/** @throws Interrupted */
export const checkInterrupted = ({ interruption = uninterrupted }: DeployContext): void =>
  interruption.signal.throwIfAborted()
