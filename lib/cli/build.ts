import { Command } from 'commander'
import { buildModule } from '../builder/build-module.js'
import { describeError } from './describe-error.js'
import { finishing } from './interruption.js'
import type { Terminal } from './terminal.js'

export const createBuildCommand = ({ printJson, printLine, warn }: Terminal): Command =>
  new Command('build')
    .description('build the Actions of a policy, ready for `a0deploy import`')
    .option('--config <file>', 'the policy', 'a0seal.config.ts')
    .option('--out <dir>', 'the folder to write', 'dist')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--minify', 'write small code instead of readable code', false)
    .option('--rules', 'write the same steps as Rules too, to compare with', false)
    .option('--watch', 'build again whenever a source changes', false)
    .option('--json', 'print the manifest as JSON', false)
    .action(async ({ json, watch, ...options }) => {
      const { build, watchBuild, describeBuild } = await buildModule()
      if (watch)
        return finishing(signal =>
          watchBuild(options, {
            onBuilt: result => printLine(describeBuild(result)),
            onFailed: error => warn(describeError(error)),
            signal
          })
        )
      const result = await build(options)
      if (json) printJson(result.manifest)
      else printLine(describeBuild(result))
    })
