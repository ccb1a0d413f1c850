#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { buildCommand } from './build.js'
import { demoCommand } from './demo.js'
import { denyListCommand } from './deny-list.js'
import { indexCommand } from './index-search.js'
import { keysCommand } from './keys.js'
import { describeError } from './output.js'
import { tenantCommand } from './tenant.js'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const program = new Command('a0seal')
  .description('Auth0 Actions that keep sensitive user attributes sealed at rest')
  .version(version)
  .addCommand(buildCommand)
  .addCommand(demoCommand)
  .addCommand(denyListCommand)
  .addCommand(keysCommand)
  .addCommand(indexCommand)
  .addCommand(tenantCommand)

const prepare = (command: Command): void => {
  command.exitOverride().showHelpAfterError()
  for (const subcommand of command.commands) prepare(subcommand)
}
prepare(program)

/** 0: done. 1: a finding or a failure. 2: wrong usage. */
try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2 // commander has said why
  } else {
    process.stderr.write(`a0seal: ${describeError(error)}\n`)
    process.exitCode = 1
  }
}
