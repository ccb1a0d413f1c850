import { Command } from 'commander'

export const demoCommand = new Command('demo')
  .description('log somebody in on a local tenant and check, step by step, who sees what')
  .option('--json', 'print one JSON document', false)
  .action(async ({ json }) => {
    const { runDemo } = await import('./demo/run.js')
    if (!(await runDemo({ json }))) process.exitCode = 1
  })
