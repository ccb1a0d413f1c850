import { Command } from 'commander'
import type { DemoOptions } from './demo/run.js'
import { namedFiles } from './keys/named-files.js'
import type { Terminal } from './terminal.js'

export const createDemoCommand = (terminal: Terminal): Command =>
  new Command('demo')
    .description('log somebody in on a local tenant and check, step by step, who sees what')
    .option('--config <file>', 'the policy; default: the one of this folder, or else an example')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option(
      '--keys <name=file>',
      'keys or text for a secret, as a0seal tenant takes it; may be repeated',
      namedFiles
    )
    .option('--json', 'print one JSON document', false)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import('./demo/run.js')
      if (!(await runDemo(terminal, options))) terminal.exitCode = 1
    })
