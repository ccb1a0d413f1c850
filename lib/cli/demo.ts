import { Command } from 'commander'
import type { Terminal } from './terminal.js'

export const createDemoCommand = (terminal: Terminal): Command =>
  new Command('demo')
    .description('log somebody in on a local tenant and check, step by step, who sees what')
    .option('--config <file>', 'the policy; default: the one of this folder, or else an example')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--json', 'print one JSON document', false)
    .action(async (options: { config?: string; env: string; json: boolean }) => {
      const { runDemo } = await import('./demo/run.js')
      if (!(await runDemo(terminal, options))) terminal.exitCode = 1
    })
