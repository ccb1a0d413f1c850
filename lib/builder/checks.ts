import vm from 'node:vm'
import { actionMaxBytes } from '../core/auth0/limits.js'
import { A0sealError } from '../core/errors.js'

/** What was bundled, and from what. */
export interface Bundled {
  name: string
  /** As it is deployed. */
  code: string
  /** Source files, relative to the package; `policy` is the policy. */
  inputs: readonly string[]
  /** What the code requires. */
  imports: readonly string[]
}

/** @throws ERR_BUILD, naming the Action and what is wrong with it */
export type Check = (bundled: Bundled) => void

/** Our limit for an Action of ours, bytes: it is made to be read. With a plain policy it has less than 32 kB. */
export const ourMaxBytes = 44_000

/** @throws ERR_BUILD */
export const refuse = ({ name }: Pick<Bundled, 'name'>, why: string): never => {
  throw new A0sealError('ERR_BUILD', `${name}: ${why}`)
}

/** @param what to do about one that is larger, behind what is said of it */
export const isWithin =
  (maxBytes: number, advice = ''): Check =>
  bundled => {
    const bytes = Buffer.byteLength(bundled.code)
    if (bytes > maxBytes) refuse(bundled, `${bytes} bytes, more than ${maxBytes}${advice}`)
  }

const largePackages =
  ": name its large packages in triggers, dependencies: { name: '1.2.3' }, so that Auth0 installs them"

/** auth0-deploy-cli replaces `##KEY##` and `@@KEY@@` inside code too. */
const hasNoKeywords: Check = bundled => {
  if (/##|@@/.test(bundled.code)) refuse(bundled, '## or @@ in the code, which a deploy could replace')
}

/** Made of the core, the policy and one file of its own. */
const isOurs: Check = bundled => {
  const foreign = bundled.inputs.find(file => !/^(lib\/(core|rules)\/|actions\/|rules\/|policy$)/.test(file))
  if (foreign) refuse(bundled, `${foreign} does not belong into what Auth0 runs`)
}

const requiresCryptoOnly: Check = bundled => {
  const required = bundled.imports.find(path => path !== 'crypto')
  if (required) refuse(bundled, `requires ${required}; ours requires crypto only`)
}

/** Runs what was compiled. @throws ERR_BUILD where it throws: at Auth0 no login would get past it */
const loaded = <Result>(bundled: Bundled, run: () => Result): Result => {
  try {
    return run()
  } catch (error) {
    return refuse(bundled, `does not load: ${(error as Error).message}`)
  }
}

/** Compiled and loaded as Auth0 does it, its handlers are true async functions. */
export const hasHandlers =
  (handlers: readonly string[]): Check =>
  bundled => {
    const module = { exports: {} as Record<string, unknown> }
    loaded(bundled, () => {
      const names = ['module', 'exports', 'require', 'console']
      const run = vm.compileFunction(bundled.code, names, { filename: `${bundled.name}.js` })
      run(module, module.exports, process.getBuiltinModule, console)
    })
    for (const handler of handlers) {
      if (module.exports[handler]?.constructor.name !== 'AsyncFunction')
        refuse(bundled, `${handler} is not an AsyncFunction, and Auth0 would not run it`)
    }
  }

/** One function expression with the arguments of a Rule. */
export const isRule: Check = bundled => {
  const { code, name } = bundled
  const rule: unknown = loaded(bundled, () =>
    vm.compileFunction(`return (${code})`, [], { filename: `${name}.js` })()
  )
  if (typeof rule !== 'function' || rule.length !== 3) refuse(bundled, 'is no Rule')
}

/** What Auth0 and auth0-deploy-cli ask of anything that is deployed. */
export const deployable: readonly Check[] = [isWithin(actionMaxBytes, largePackages), hasNoKeywords]

/** What we ask of ours besides. */
export const ours: readonly Check[] = [isWithin(ourMaxBytes), ...deployable, isOurs, requiresCryptoOnly]
