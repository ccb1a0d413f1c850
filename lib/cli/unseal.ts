import { Command, Option } from 'commander'
import { asUsage, usage } from './connect.js'
import { type NamedFile, namedFiles } from './keys/named-files.js'
import type { Terminal } from './terminal.js'
import type { UnsealOptions } from './unseal/unseal.js'
import type { Source } from './unseal/values.js'

const help = `
A user is read from the tenant that the environment names: AUTH0_DOMAIN, and AUTH0_ACCESS_TOKEN, or AUTH0_CLIENT_ID and
AUTH0_CLIENT_SECRET (read:users, read:clients). A value that is handed over needs no tenant where the policy, or --tenant-id,
says its id; with --user beside it, it has to be of that user.

Keys come from files that only their owner can read (--keys), or from the environment under the names of their secrets: of
a write-only slot the private keys, and A0SEAL_MAC_KEY. --inspect needs none.

The reason is written to .a0seal/unseal.log beside the policy before anything is shown. It is a note, not a control:
whoever has the keys can open values with any JOSE library.

Exit codes: 0 opened; 1 something did not open, or there was nothing; 2 wrongly used.`

/** What of the options says what is to be opened. */
const sourceOf = (
  value: string | undefined,
  { user, email }: { user?: string; email?: string },
  command: Command
): Source => {
  if (value !== undefined && email === undefined) return { value }
  if (value === undefined && user !== undefined) return { id: user }
  if (value === undefined && email !== undefined) return { email }
  return command.error('error: name one of a value, -, --user and --email', usage)
}

interface Options extends UnsealOptions {
  keys?: NamedFile[]
  user?: string
  email?: string
}

export const createUnsealCommand = (terminal: Terminal): Command =>
  new Command('unseal')
    .description('open sealed values with your keys, once the reason is written down')
    .argument('[value]', 'a sealed value, or the stored object of a write-only slot; - for standard input')
    .option('--user <id>', 'the values of this user')
    .addOption(new Option('--email <address>', 'the values of the user with this address').conflicts('user'))
    .option('--slot <name>', 'of this slot only')
    .option('--inspect', 'say what a value is, and open nothing: needs no keys and no reason', false)
    .option('--reason <text>', 'why; it is written down first')
    .option('--keys <name=file>', 'keys for a secret; may be repeated', namedFiles)
    .option('--config <file>', 'the policy; default: a0seal.config.ts, .mts, .js or .mjs')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--tenant-id <id>', "the tenant's id, as in `event.tenant.id`")
    .addOption(new Option('--out <file>', 'the new file to write to, mode 0600').conflicts('stdout'))
    .option('--stdout', 'write to standard output though it is no terminal', false)
    .option('--json', 'one JSON document', false)
    .addHelpText('after', help)
    .action(async (value: string | undefined, options: Options, command: Command) => {
      const source = sourceOf(value, options, command)
      const { inspect, reason = '', out, stdout } = options
      if (!inspect && reason.trim() === '') command.error('error: --reason says why, and is not empty', usage)
      if (!inspect && !out && !stdout && !terminal.stdout.isTTY)
        command.error(
          'error: standard output is no terminal: --out FILE makes a file that only you can read, --stdout writes all the same',
          usage
        )
      const { unseal } = await import('./unseal/unseal.js')
      await asUsage(command, () => unseal(terminal, source, options))
    })
