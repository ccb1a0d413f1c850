import { fileURLToPath } from 'node:url'
import { A0sealError } from '../../core/errors.js'
import { loadActions } from '../../tenant/development/load-actions.js'
import { finishing } from '../interruption.js'
import type { Terminal } from '../terminal.js'
import { compare } from './comparison.js'
import { createReporter, type Report, type Reporter } from './report.js'
import { tellStory, tellWithout } from './story.js'
import { startDemo } from './tenants.js'

/** The demo runs the policy it came with, whatever folder it is started in. */
const config = fileURLToPath(new URL('../../../a0seal.config.ts', import.meta.url))

const nextSteps = [
  'npm start                an Auth0 tenant on this machine: log in yourself, point your application at it',
  'a0seal.config.ts         the policy this ran: name your own attributes, applications and claims',
  'npm run build            writes dist/, which `a0deploy import` takes as it stands'
]

const summary = ({ checks, failed }: Report): string =>
  [
    '',
    `${checks} checks, ${failed === 0 ? 'all ok' : `${failed} FAILED`}.`,
    '',
    'Next:',
    ...nextSteps.map(step => `   ${step}`)
  ].join('\n')

/** @returns false where it was interrupted: it stops after the section that it is in */
const tellAll = async (reporter: Reporter, interrupted: AbortSignal): Promise<boolean> => {
  const { actions, privateKeys } = await loadActions({ config, env: 'dev' })
  const key = privateKeys.A0SEAL_HR_WEB_KEY
  if (!key) throw new A0sealError('ERR_BUILD', 'the demo has no key for its application')
  const demo = await startDemo(actions)
  try {
    const sections = [
      () => tellStory(demo, key, reporter),
      () => compare(demo, key, reporter),
      () => tellWithout(demo, reporter)
    ]
    for (const tell of sections) {
      if (interrupted.aborted) return false
      await tell()
    }
    return true
  } finally {
    await demo.stop()
  }
}

/** @returns true where every line was as it should be; false where it was interrupted, too */
export const runDemo = async (
  { printJson, printLine, warn }: Terminal,
  { json }: { json: boolean }
): Promise<boolean> => {
  const reporter = createReporter(json ? () => {} : printLine)
  const isWhole = await finishing(interrupted => tellAll(reporter, interrupted))
  if (!isWhole) {
    warn('interrupted')
    return false
  }
  const report = reporter.report()
  if (json) printJson({ ...report, nextSteps })
  else printLine(summary(report))
  return report.failed === 0
}
