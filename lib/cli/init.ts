import { relative } from 'node:path'
import { Command } from 'commander'
import type { Initialised } from './init/project.js'
import type { Terminal } from './terminal.js'

const nextSteps = (folder: string, { needsInstall, policy, test }: Initialised): string[] => {
  const place = relative('.', folder)
  const steps = {
    ...(test !== undefined && { [test]: 'the Actions, and a login on the local tenant' }),
    'npx a0seal demo': 'one login of your policy, step by step',
    'npx a0seal tenant': 'an Auth0 tenant on this machine, for your applications',
    'npx a0seal build': 'writes dist/, and says what to set before `a0deploy import`',
    [policy]: 'name your own attributes, applications and Actions'
  }
  const width = Math.max(24, ...Object.keys(steps).map(step => step.length))
  return [
    ...(place ? [`cd ${place}`] : []),
    ...(needsInstall ? ['npm install'] : []),
    ...Object.entries(steps).map(([step, what]) => `${step.padEnd(width)} ${what}`)
  ]
}

/** They look as if they were a part of it, and are none yet. */
const unboundLines = ({ unbound, policy }: Initialised): string[] =>
  unbound.length === 0
    ? []
    : [
        `note   ${unbound.join(', ')}: not built, and not bound by an import of dist/ or a deploy, until named in triggers of ${policy}`
      ]

const describe = (result: Initialised, next: readonly string[]): string =>
  [
    ...result.written.map(file => `wrote  ${file}`),
    ...Object.entries(result.added).map(([file, what]) => `added  ${file}: ${what.join(', ')}`),
    ...result.left.map(what => `left   ${what}`),
    ...unboundLines(result),
    '',
    'Next:',
    ...next.map(step => `   ${step}`)
  ].join('\n')

export const createInitCommand = ({ printJson, printLine }: Terminal): Command =>
  new Command('init')
    .description('make a folder a project that tests, builds and runs; what is there stays as it is')
    .argument('[dir]', 'the folder', '.')
    .option('--json', 'print what was written as JSON', false)
    .action(async (folder: string, { json }: { json: boolean }) => {
      const { initProject } = await import('./init/project.js')
      const result = await initProject(folder)
      const next = nextSteps(folder, result)
      if (json) printJson({ ...result, next })
      else printLine(describe(result, next))
    })
