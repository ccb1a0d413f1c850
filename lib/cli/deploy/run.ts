import type { ManagementClient } from 'auth0'
import { systemClock } from '../../admin/clock.js'
import type { DeployContext } from '../../admin/deploy/context.js'
import type { DeployOutcome } from '../../admin/deploy/run.js'
import { Interrupted, type Interruption } from '../../admin/interruption.js'
import type { LoadedPolicy } from '../../builder/policy-file.js'
import { confirmTenant } from '../confirm.js'
import type { NamedFile } from '../keys/named-files.js'
import type { Terminal } from '../terminal.js'

export interface DeployOptions {
  config?: string
  env: string
  dist?: string
  only?: string
  keys?: NamedFile[]
  adopt?: string[]
  dryRun: boolean
  yes: boolean
  rollback: boolean
  json: boolean
}

/** Where a deploy goes, and what can stop it. */
export interface Target {
  client: ManagementClient
  domain: string
  interruption: Interruption
}

export type Outcome = DeployOutcome | 'stopped'

export interface Finished {
  outcome: Outcome
  /** The last plan, as text and as data. */
  text: string
  plan: object
  /** What runs shall be what the policy at hand wants: the tenant can be compared with it. */
  isComparable?: boolean
  /** What is said in the end, where it is not what is said of every such outcome. */
  lastLine?: string
}

export interface Run {
  terminal: Terminal
  options: DeployOptions
  target: Target
  loaded: LoadedPolicy
  tenant: string
}

export const contextOf = (
  { terminal, target: { client, interruption } }: Run,
  { values = {}, modules = new Map() }: Partial<Pick<DeployContext, 'values' | 'modules'>> = {}
): DeployContext => ({
  client,
  clock: terminal.clock ?? systemClock,
  values,
  modules,
  interruption,
  onStep: line => terminal.note(line)
})

/** What was said to the operator: once, if nothing came of it; each time it is asked whether to write. */
export const confirmer = ({ terminal, options, target, tenant }: Run) => {
  const show = (text: string) => (options.json ? terminal.note(text) : terminal.printLine(text))
  return async (text: string): Promise<boolean> => {
    show(text)
    if (options.dryRun) return false
    return options.yes || confirmTenant(terminal, tenant, { signal: target.interruption.signal })
  }
}

/** What was done, or as much as was shown, where somebody stopped it. */
export const unlessStopped = async (
  shown: () => object,
  work: () => Promise<Finished>
): Promise<Finished> => {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error
    return { outcome: 'stopped', text: '', plan: shown() }
  }
}
