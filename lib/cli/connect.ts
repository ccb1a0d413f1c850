import type { ManagementClient } from 'auth0'
import type { Command } from 'commander'
import { codeOf } from '../core/errors.js'
import { describeError } from './describe-error.js'
import type { Terminal } from './terminal.js'

/** How a command ends that was wrongly used. */
export const usage = { code: 'a0seal.usage', exitCode: 2 }

/** Ends the command as wrongly used where something is ERR_USAGE. */
export const asUsage = async <Result>(
  command: Command,
  work: () => Result | Promise<Result>
): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) !== 'ERR_USAGE') throw error
    return command.error(`error: ${describeError(error).replace('ERR_USAGE: ', '')}`, usage)
  }
}

/**
 * The tenant that the environment names. The SDK is loaded here, so that other commands do not wait for it.
 *
 * @param options.interrupted ends reads
 */
export const connect = async (
  { env, fetch, clock }: Terminal,
  command: Command,
  { interrupted }: { interrupted?: AbortSignal | undefined } = {}
): Promise<{ client: ManagementClient; domain: string }> => {
  const { createManagementClient, tenantAccess } = await import('../admin/client.js')
  const access = await asUsage(command, () => tenantAccess(env))
  const options = { ...(fetch && { fetch }), ...(clock && { clock }), interrupted }
  return { client: createManagementClient(access, options), domain: access.domain }
}
