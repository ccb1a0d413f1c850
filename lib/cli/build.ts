import { Command, InvalidArgumentError } from 'commander'
import { type BuildResult, build } from '../builder/build.js'
import { describeBuild } from '../builder/describe.js'
import { watchBuild } from '../builder/watch.js'
import { checkEnvironment } from '../core/policy/environment.js'
import { describeError } from './describe-error.js'
import { finishing } from './interruption.js'
import type { Terminal } from './terminal.js'

const environmentName = (text: string): string => {
  try {
    return checkEnvironment(text)
  } catch (error) {
    throw new InvalidArgumentError(describeError(error))
  }
}

export const createBuildCommand = ({ printJson, printLine, warn }: Terminal): Command =>
  new Command('build')
    .description(
      'build the Actions of a policy, ready for `a0seal deploy`, or for `a0deploy import` once it is told the keys'
    )
    .option('--config <file>', 'the policy; default: a0seal.config.ts, .mts, .js or .mjs')
    .option('--out <dir>', 'the folder to write', 'dist')
    .option('--env <name>', 'the environment handed to the policy', environmentName, 'dev')
    .option('--rules', 'write the same steps as Rules too, to compare with', false)
    .option('--watch', 'build again whenever a source changes', false)
    .option('--json', 'print the manifest as JSON', false)
    .action(async ({ json, watch, ...options }) => {
      const show = (result: BuildResult) => {
        for (const warning of result.warnings) warn(warning)
        if (json) printJson(result.manifest)
        else printLine(describeBuild(result))
      }
      if (!watch) return show(await build(options))
      return finishing(signal =>
        watchBuild(options, { onBuilt: show, onFailed: error => warn(describeError(error)), signal })
      )
    })
