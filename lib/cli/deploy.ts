import { Command, Option } from 'commander'
import { createInterruption } from '../admin/interruption.js'
import { asUsage, connect, usage } from './connect.js'
import type { DeployOptions } from './deploy/deploy.js'
import { finishing } from './interruption.js'
import { namedFiles } from './keys/named-files.js'
import type { Terminal } from './terminal.js'

const environmentHelp = `
The tenant is named by the environment: AUTH0_DOMAIN (host or host:port), and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
AUTH0_CLIENT_SECRET. Scopes: read:clients, read:actions; to write also create:actions and update:actions.

Secrets come from files that only their owner can read (--keys), or from the environment under their names. Of a secret that
holds no keys nothing tells whether it changed: --only NAME sends it anew.

Exit codes: 0 done, or nothing to do; 1 refused, failed, or not confirmed; 2 wrongly used; 3 stopped: run it again.`

export const createDeployCommand = (terminal: Terminal): Command =>
  new Command('deploy')
    .description("bring a tenant's Actions and bindings in step with the policy; those of others stay")
    .option('--config <file>', 'the policy; default: a0seal.config.ts, .mts, .js or .mjs')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--dist <dir>', 'deploy what `a0seal build` wrote there; default: build anew')
    .option('--only <name>', 'one Action; bindings stay as they are')
    .option('--keys <name=file>', 'keys for a secret; may be repeated', namedFiles)
    .option('--dry-run', 'print the plan, and stop; exit code 1 where there is something to do', false)
    .option('--yes', "write without asking for the tenant's id", false)
    .addOption(
      new Option('--rollback', 'go back to the policy before, all of ours together')
        .default(false)
        .conflicts(['only', 'dist', 'keys'])
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', environmentHelp)
    .action(async (options: DeployOptions, command: Command) => {
      if (options.dryRun && options.yes)
        command.error('error: --dry-run writes nothing, and --yes says to write: take one', usage)
      const { deploy } = await import('./deploy/deploy.js')
      await finishing(async asked => {
        const interruption = createInterruption(asked)
        const connected = await connect(terminal, command, { interrupted: interruption.signal })
        await asUsage(command, () => deploy(terminal, options, { ...connected, interruption }))
      })
    })
