import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { A0sealError } from '../../core/errors.js'
import { loadActions } from '../load-actions.js'
import { printJson, printLine } from '../output.js'
import { compare } from './comparison.js'
import { createReporter } from './report.js'
import { tellStory, tellWithout } from './story.js'
import { startDemoTenants } from './tenants.js'

/** The demo runs the policy it came with, whatever folder it is started in. */
const config = fileURLToPath(new URL('../../../a0seal.config.ts', import.meta.url))

const nextSteps = [
  'npm start                an Auth0 tenant on this machine: log in yourself, point your application at it',
  'a0seal.config.ts         the policy this ran: name your own attributes, applications and claims',
  'npm run build            writes dist/, which `a0deploy import` takes as it stands'
]

export const demoCommand = new Command('demo')
  .description('log somebody in on a local tenant and check, step by step, who sees what')
  .option('--json', 'print one JSON document', false)
  .action(async ({ json }) => {
    const reporter = createReporter({ silent: json })
    const { actions, privateKeys } = await loadActions({ config, env: 'dev' })
    const key = privateKeys.A0SEAL_HR_WEB_KEY
    if (!key) throw new A0sealError('ERR_BUILD', 'the demo has no key for its application')
    const tenants = await startDemoTenants(actions)
    try {
      await tellStory(tenants, key, reporter)
      await compare(tenants, key, reporter)
      await tellWithout(tenants, reporter)
    } finally {
      await tenants.stop()
    }
    const report = reporter.report()
    if (json) printJson({ ...report, nextSteps })
    else {
      const result = report.failed === 0 ? 'all ok' : `${report.failed} FAILED`
      printLine(
        `\n${report.checks} checks, ${result}.\n\nNext:\n${nextSteps.map(step => `   ${step}`).join('\n')}`
      )
    }
    if (report.failed > 0) process.exitCode = 1
  })
