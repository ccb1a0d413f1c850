import type { ManagementClient } from 'auth0'
import { systemClock } from '../../admin/clock.js'
import { type DeployContext, Interrupted } from '../../admin/deploy/context.js'
import type { DeployOutcome } from '../../admin/deploy/run.js'
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
  interrupted: AbortSignal
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
  { terminal, target: { client, interrupted } }: Run,
  { values = {}, modules = new Map() }: Partial<Pick<DeployContext, 'values' | 'modules'>> = {}
): DeployContext => ({
  client,
  clock: terminal.clock ?? systemClock,
  values,
  modules,
  interrupted,
  onStep: line => terminal.stderr.write(`${line}\n`)
})

/** What was said to the operator: once, if nothing came of it; each time it is asked whether to write. */
export const confirmer = ({ terminal, options, target, tenant }: Run) => {
  const show = (text: string) =>
    options.json ? terminal.stderr.write(`${text}\n`) : terminal.printLine(text)
  return async (text: string): Promise<boolean> => {
    show(text)
    if (options.dryRun) return false
    return options.yes || confirmTenant(terminal, tenant, { signal: target.interrupted })
  }
}

export const stopped = (error: unknown): Outcome => {
  if (error instanceof Interrupted) return 'stopped'
  throw error
}
