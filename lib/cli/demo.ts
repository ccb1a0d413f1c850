import { Command } from 'commander'
import type { Terminal } from './terminal.js'

export const createDemoCommand = (terminal: Terminal): Command =>
  new Command('demo')
    .description('log somebody in on a local tenant and check, step by step, who sees what')
    .option('--json', 'print one JSON document', false)
    .action(async ({ json }) => {
      const { runDemo } = await import('./demo/run.js')
      if (!(await runDemo(terminal, { json }))) terminal.exitCode = 1
    })
