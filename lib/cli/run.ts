import { readFileSync } from 'node:fs'
import { Command, CommanderError, Help, type Option } from 'commander'
import { createBuildCommand } from './build.js'
import { createDemoCommand } from './demo.js'
import { createDenyListCommand } from './deny-list.js'
import { createDeployCommand } from './deploy.js'
import { describeError } from './describe-error.js'
import { createDoctorCommand } from './doctor.js'
import { createIndexCommand } from './index-search.js'
import { createInitCommand } from './init.js'
import { createKeysCommand } from './keys.js'
import { createTenantCommand } from './tenant.js'
import { createTerminal, type Surroundings, type Terminal } from './terminal.js'
import { createUnsealCommand } from './unseal.js'

const helpWidth = 80

/** An option that a command cannot do without says so. */
const describeOption = (option: Option): string => {
  const text = new Help().optionDescription(option)
  return option.mandatory ? `required: ${text}` : text
}

/** For a command and those below it: nothing ends the process, nothing is written past the terminal. */
const prepare = (
  command: Command,
  path: string,
  { stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>
): void => {
  command
    .exitOverride()
    .showHelpAfterError(`See ${path} --help.`)
    .configureHelp({ optionDescription: describeOption })
    .configureOutput({
      writeOut: text => stdout.write(text),
      writeErr: text => stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'a0seal: ERR_USAGE: ')),
      getOutHelpWidth: () => (stdout.isTTY && stdout.columns) || helpWidth,
      getErrHelpWidth: () => (stderr.isTTY && stderr.columns) || helpWidth,
      getOutHasColors: () => false,
      getErrHasColors: () => false
    })
  for (const subcommand of command.commands)
    prepare(subcommand, `${path} ${subcommand.name()}`, { stdout, stderr })
}

const createProgram = (terminal: Terminal): Command => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const program = new Command('a0seal')
    .description('Auth0 Actions that keep sensitive user attributes sealed at rest')
    .version(version)
    .addCommand(createInitCommand(terminal))
    .addCommand(createBuildCommand(terminal))
    .addCommand(createDemoCommand(terminal))
    .addCommand(createDenyListCommand(terminal))
    .addCommand(createDeployCommand(terminal))
    .addCommand(createDoctorCommand(terminal))
    .addCommand(createKeysCommand(terminal))
    .addCommand(createIndexCommand(terminal))
    .addCommand(createTenantCommand(terminal))
    .addCommand(createUnsealCommand(terminal))
  prepare(program, 'a0seal', terminal)
  return program
}

/**
 * Runs `a0seal` with these arguments, the command first.
 *
 * @returns the exit code. 0: done. 1: a finding or a failure. 2: wrong usage. 3: interrupted, to be run again.
 */
export const run = async (argv: readonly string[], surroundings: Surroundings): Promise<number> => {
  const terminal = createTerminal(surroundings)
  try {
    await createProgram(terminal).parseAsync(argv, { from: 'user' })
    return terminal.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2 // commander has said why
    const text = describeError(error)
    terminal.warn(text)
    return text.startsWith('ERR_USAGE') ? 2 : 1
  }
}
