// Builds the Actions of a policy into a folder that `a0deploy import` takes as it stands.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import vm from 'node:vm'
import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'

/**
 * @typedef {import('./lib/core/policy/types.js').Policy} Policy
 * @typedef {{ code: string, message: string }} Coded
 * @typedef {object} BuildOptions
 * @property {string} [config] the policy; default `a0seal.config.ts`
 * @property {string} [out] the folder to write; default `dist`
 * @property {string} [env] handed to the policy; default `dev`
 * @property {boolean} [minify] default false: reviewers read what runs
 * @property {boolean} [rules] also writes the Rules that the Actions replace, to compare with. Default false: Auth0 runs
 *   no Rules any more, and `a0deploy import` would try to deploy them
 *
 * @typedef {object} ActionSource
 * @property {string} name
 * @property {string} trigger
 * @property {string} version of the trigger
 * @property {string[]} handlers
 * @property {IsFor} [isFor] the policies that need it; default all
 *
 * @typedef {object} RuleSource
 * @property {string} name that of the Action which replaces it
 *
 * @typedef {object} Built
 * @property {string} name
 * @property {string} file relative to the manifest
 * @property {number} bytes
 * @property {number} gzipBytes
 * @property {string} sha256 hex, of the file
 * @property {Record<string, string>} secrets name → what it must hold
 * @property {string[]} inputs source files, relative to the package; `policy` is the policy
 *
 * @typedef {Built & { trigger: string, runtime: string }} BuiltAction
 *
 * @typedef {object} Manifest
 * @property {string} version of a0seal
 * @property {string} env
 * @property {string} policy hash of the policy: the first 12 hex digits of SHA-256
 * @property {BuiltAction[]} actions in the order of their bindings
 * @property {Built[]} [rules] in their order, with `rules` only
 */

const root = dirname(fileURLToPath(import.meta.url))
const runtime = 'node22'

const postLogin = { trigger: 'post-login', version: 'v3', handlers: ['onExecutePostLogin'] }
const preUserRegistration = {
  trigger: 'pre-user-registration',
  version: 'v2',
  handlers: ['onExecutePreUserRegistration']
}

/** @typedef {(policy: Policy, action: string) => boolean} IsFor */

/** @param {(slot: Policy['slots'][string]) => boolean} isFor @returns {IsFor} */
const ifSomeSlot =
  isFor =>
  ({ slots }) =>
    Object.values(slots).some(slot => isFor(slot))

const takesUserMetadata = ifSomeSlot(({ userMetadata }) => userMetadata.length > 0)

/** In the order of their bindings: sealing first, release last. @type {ActionSource[]} */
const allActions = [
  { name: 'seal-attributes', ...postLogin },
  { name: 'copy-user-metadata', ...postLogin },
  { name: 'release-attributes', ...postLogin },
  { name: 'guard-signup', ...preUserRegistration, isFor: takesUserMetadata }
]

/** The Rules that three of them replace, in their order. @type {RuleSource[]} */
const allRules = allActions.filter(({ trigger }) => trigger === postLogin.trigger)

/** How esbuild bundles an Action, and in the benchmark what an Action is compared with. */
export const bundleOptions = /** @type {const} */ ({
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: 'node18',
  charset: 'utf8',
  legalComments: 'none'
})

/** Our limits for the code of an Action beside the policy's data, bytes. Auth0's own limit is 100 kB. */
const maxBytes = { readable: 20_000, minified: 8 * 1024 }

/** @param {string} code @param {string} message */
const failure = (code, message) => Object.assign(new Error(message), { code })

/** @param {string} config the policy file, and all that it imports, as one module */
const bundlePolicy = async config => {
  if (!existsSync(config)) throw failure('ERR_POLICY', `${config} is not there`)
  try {
    return await esbuild.build({
      stdin: {
        contents: `export { default } from ${JSON.stringify(config)}
          export { actionPolicies } from './lib/core/policy/action-policy.js'
          export { secretsOf } from './lib/core/policy/secrets.js'`,
        resolveDir: root
      },
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // Wherever the policy stands, it is checked by the code that stands beside this file.
      alias: { a0seal: join(root, 'lib/index.ts') },
      logLevel: 'silent'
    })
  } catch (error) {
    throw failure('ERR_POLICY', /** @type {Error} */ (error).message)
  }
}

/**
 * Evaluates the policy file, bundled so that it may import what it likes.
 *
 * @param {string} config
 * @param {string} env
 */
const loadPolicy = async (config, env) => {
  const { outputFiles, metafile } = await bundlePolicy(config)
  const source = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  const module = await import(`data:text/javascript;base64,${source}`)
  if (typeof module.default?.forEnvironment !== 'function') {
    throw failure('ERR_POLICY', 'the default export is not made by definePolicy')
  }
  /** @type {Policy} */
  const policy = module.default.forEnvironment(env)
  /** @type {Record<string, Record<string, string>>} */
  const secrets = module.secretsOf(policy)
  /** @type {Record<string, object>} */
  const actionPolicies = module.actionPolicies(policy)
  return { policy, actionPolicies, secrets, inputs: Object.keys(metafile.inputs) }
}

/**
 * Parts that not every policy needs. The others do not have them in their Actions, so that reviewers read only what can
 * run. `bytes` is what one adds to the limit of an Action, and half of that minified.
 *
 * @type {{ file: RegExp, names: string[], bytes?: number, isFor: IsFor }[]}
 */
const optionalParts = [
  {
    file: /\/seal-for-login\.ts$/,
    names: ['sealForLogin'],
    isFor: ifSomeSlot(({ keep }) => keep === 'login')
  },
  { file: /\/seal-user-metadata\.ts$/, names: ['sealUserMetadata'], bytes: 2000, isFor: takesUserMetadata },
  {
    file: /\/seal-write-only\.ts$/,
    names: ['sealWriteOnly'],
    bytes: 5500,
    isFor: ifSomeSlot(({ mode }) => mode === 'write-only')
  },
  {
    file: /\/release-write-only\.ts$/,
    names: ['passOn'],
    bytes: 2500,
    isFor: ifSomeSlot(({ mode }) => mode === 'write-only')
  },
  {
    file: /\/index-attributes\.ts$/,
    names: ['changedIndexes'],
    bytes: 2000,
    isFor: ifSomeSlot(({ attributes }) => attributes.some(({ indexPlace }) => indexPlace))
  },
  {
    file: /\/elsewhere\.ts$/,
    names: ['isElsewhere'],
    isFor: ifSomeSlot(({ attributes }) => attributes.some(({ connections }) => connections))
  },
  {
    file: /\/deny-login\.ts$/,
    names: ['denyLogin'],
    isFor: ({ onError }, action) => action === 'guard-signup' || Object.values(onError).includes('deny')
  },
  {
    file: /\/narrowing\.ts$/,
    names: ['isForOrganization', 'isForScope'],
    isFor: ({ release }) => release.some(({ organizations, scope }) => organizations || scope)
  }
]

/**
 * Properties that never leave an Action: neither Auth0 nor a policy, a key, a token or a stored value has one of these
 * names. `--minify` shortens them.
 */
export const innerProperties = `
  action api apply attempt code decide decision failed fields note notes transactionMetadata
  appMetadata asidePlace binding event isInteractive keySet place policy removed
  aad byKid cek encryptedKey first header isCurrent opened plaintext unwrap wrap
`
  .trim()
  .split(/\s+/)

/** Properties of a policy that `--minify` shortens too, in the code and in the policy that it reads. */
export const policyProperties = `
  applications attributes audience claims connections container delegated fingerprint form indexPlace keep limits mode
  onError onNull organizations profileMaxChars scope slot slots userMayChange userMetadata valueWarnChars
`
  .trim()
  .split(/\s+/)

/** Those of a policy whose members are named by its author, or by somebody else. */
const records = ['applications', 'claims', 'copy', 'key', 'slots']

/**
 * A policy as JavaScript: esbuild leaves quoted names alone.
 *
 * @param {unknown} value
 * @param {boolean} [isRecord]
 * @returns {string}
 */
const literal = (value, isRecord = false) => {
  if (Array.isArray(value)) return `[${value.map(item => literal(item))}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const nameOf = (/** @type {string} */ name) => {
    if (name === '__proto__') return '["__proto__"]' // in quotes alone it would set the prototype
    return !isRecord && policyProperties.includes(name) ? name : JSON.stringify(name)
  }
  return `{${members.map(([name, member]) => `${nameOf(name)}:${literal(member, !isRecord && records.includes(name))}`)}}`
}

/**
 * Puts what an Action reads of the evaluated policy in the place of the file that it imports.
 *
 * @param {object | undefined} actionPolicy
 * @param {(typeof optionalParts)} absentParts
 * @param {boolean} minify
 * @returns {esbuild.Plugin}
 */
const policyPlugin = (actionPolicy, absentParts, minify) => ({
  name: 'policy',
  setup(build) {
    const contents = minify ? `export default ${literal(actionPolicy)}` : JSON.stringify(actionPolicy)
    build.onResolve({ filter: /\/a0seal\.config\.js$/ }, () => ({ path: 'policy', namespace: 'policy' }))
    build.onLoad({ filter: /.*/, namespace: 'policy' }, () => ({ contents, loader: minify ? 'js' : 'json' }))
    for (const { file, names } of absentParts) {
      const contents = names.map(name => `export const ${name} = undefined`).join('\n')
      build.onLoad({ filter: file }, () => ({ contents }))
    }
  }
})

/**
 * Compiles the built text as Auth0 does and looks at what it exports.
 *
 * @param {string} name
 * @param {string} code
 * @param {string[]} handlers
 */
const checkHandlers = (name, code, handlers) => {
  const module = { exports: /** @type {Record<string, unknown>} */ ({}) }
  const run = vm.compileFunction(code, ['module', 'exports', 'require', 'console'], {
    filename: `${name}.js`
  })
  run(module, module.exports, process.getBuiltinModule, console)
  for (const handler of handlers) {
    if (module.exports[handler]?.constructor.name !== 'AsyncFunction') {
      throw failure('ERR_BUILD', `${name}: ${handler} is not an AsyncFunction, and Auth0 would not run it`)
    }
  }
}

/**
 * Looks whether the built text is one function expression with the arguments of a Rule.
 *
 * @param {string} name
 * @param {string} code
 */
const checkRule = (name, code) => {
  const rule = vm.compileFunction(`return (${code})`, [], { filename: `${name}.js` })()
  if (typeof rule !== 'function' || rule.length !== 3) throw failure('ERR_BUILD', `${name}: is no Rule`)
}

/**
 * @param {string} name
 * @param {string} code
 * @param {{ inputs: string[], imports: string[], policyBytes: number, extraBytes: number, minify: boolean }} facts
 */
const checkCode = (name, code, { inputs, imports, policyBytes, extraBytes, minify }) => {
  const limit = minify ? maxBytes.minified + extraBytes / 2 : maxBytes.readable + extraBytes
  const bytes = Buffer.byteLength(code) - policyBytes
  if (bytes > limit) throw failure('ERR_BUILD', `${name}: ${bytes} bytes, more than ${limit}`)
  // auth0-deploy-cli replaces ##KEY## and @@KEY@@ inside code too.
  if (/##|@@/.test(code))
    throw failure('ERR_BUILD', `${name}: ## or @@ in the code, which a deploy could replace`)
  const foreign = inputs.find(file => !/^(lib\/core\/|actions\/|rules\/|policy$)/.test(file))
  if (foreign) throw failure('ERR_BUILD', `${name}: ${foreign} does not belong into what Auth0 runs`)
  const required = imports.find(path => path !== 'crypto')
  if (required) throw failure('ERR_BUILD', `${name}: requires ${required}; ours requires crypto only`)
}

/**
 * What is bundled of a source, what is put around the outcome, and how that is looked at.
 *
 * @typedef {object} Target
 * @property {string} contents
 * @property {number} bytes what it adds to the limit
 * @property {(code: string) => string} wrap
 * @property {(code: string) => void} check
 */

/** @param {ActionSource} action @param {string} header @returns {Target} */
const actionTarget = ({ name, handlers }, header) => ({
  // Assigned to `exports` as Auth0's documentation does it, rather than by esbuild's helpers for live bindings.
  contents: `import * as action from './actions/${name}.js'
    ${handlers.map(handler => `exports.${handler} = action.${handler}`).join('\n')}`,
  bytes: 0,
  wrap: code => `${header}\n${code}`,
  check: code => checkHandlers(name, code, handlers)
})

/** @param {RuleSource} rule @param {string} header @returns {Target} */
const ruleTarget = ({ name }, header) => ({
  contents: `import { rule } from './rules/${name}.js'
    rule(user, context, callback)`,
  bytes: 4000, // the `api` of an Action over the arguments of a Rule
  wrap: code => `function (user, context, callback) {\n${header}\n${code}}\n`,
  check: code => checkRule(name, code)
})

/** The same to read, and less to store. @param {string} text */
const withTabs = text => text.replace(/^ +/gm, blanks => '\t'.repeat(blanks.length / 2))

/** What esbuild needs to be told for `compiledAtOnce`. */
export const functionsForArrows = { supported: { arrow: false } }

/**
 * V8 reads a function twice, with its file and when it is first called, unless a parenthesis stands before the word
 * `function`. Most of an Action runs within a millisecond of being read: this way its first login takes a tenth less. What
 * few logins run is declared (`function name() {}`) in the sources, and left as it is.
 *
 * @param {string} text with `functionsForArrows`
 */
export const compiledAtOnce = text =>
  text.replace(/^((?:var|exports)[ .]\w+ = )((?:async )?function\(.*?^\});$/gms, '$1($2);')

/** What esbuild leaves: functions that are called once, constants. @param {string} text */
const compress = async text => {
  const { minify } = await import('terser')
  const { code = '' } = await minify(text, { ecma: 2020, toplevel: true, compress: { passes: 3 } })
  return `${code}\n`
}

/**
 * @param {ActionSource | RuleSource} source
 * @param {Target} target
 * @param {{ policy: Policy, actionPolicies: Record<string, object>, minify: boolean }} options
 */
const bundle = async ({ name }, { contents, bytes, wrap, check }, { policy, actionPolicies, minify }) => {
  const absentParts = optionalParts.filter(({ isFor }) => !isFor(policy, name))
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root },
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
    ...bundleOptions,
    metafile: true,
    minify,
    ...(minify
      ? { mangleProps: new RegExp(`^(${[...innerProperties, ...policyProperties].join('|')})$`) }
      : functionsForArrows),
    plugins: [policyPlugin(actionPolicies[name], absentParts, minify)],
    logLevel: 'silent'
  })
  const text = outputFiles[0]?.text ?? ''
  const code = wrap(minify ? await compress(text) : withTabs(compiledAtOnce(text)))
  const inputs = Object.keys(metafile.inputs).flatMap(file =>
    file === '<stdin>' ? [] : [file.replace(/^policy:/, '')]
  )
  const imports = Object.values(metafile.outputs).flatMap(output => output.imports.map(({ path }) => path))
  const [output] = Object.values(metafile.outputs)
  const policyBytes = output?.inputs['policy:policy']?.bytesInOutput ?? 0
  const parts = optionalParts.filter(
    part => !absentParts.includes(part) && inputs.some(input => part.file.test(input))
  )
  const extraBytes = parts.reduce((sum, part) => sum + (part.bytes ?? 0), bytes)
  checkCode(name, code, { inputs, imports, policyBytes, extraBytes, minify })
  check(code)
  return { code, inputs: inputs.sort() }
}

/** @param {unknown} value */
const json = value => `${JSON.stringify(value, null, 2)}\n`

/** `auth0-deploy-cli`'s directory and YAML formats. JSON texts are YAML scalars too. @param {Manifest} manifest */
const deployFiles = manifest => {
  const definitions = manifest.actions.map(({ name, trigger, secrets }) => ({
    name,
    code: `actions/${name}/code.js`,
    runtime,
    supported_triggers: [{ id: trigger, version: allActions.find(action => action.name === name)?.version }],
    dependencies: [],
    secrets: Object.keys(secrets).map(secret => ({ name: secret, value: `##${secret}##` })),
    deployed: true
  }))
  /** @type {Record<string, { action_name: string, display_name: string }[]>} */
  const triggers = {}
  for (const { name, trigger } of manifest.actions) {
    triggers[trigger] = [...(triggers[trigger] ?? []), { action_name: name, display_name: name }]
  }
  const yaml = [
    'actions:',
    ...definitions.map(({ code, ...rest }) => `  - ${JSON.stringify({ ...rest, code: `./${code}` })}`),
    'triggers:',
    ...Object.entries(triggers).map(([trigger, bindings]) => `  ${trigger}: ${JSON.stringify(bindings)}`)
  ]
  return {
    ...Object.fromEntries(
      definitions.map(definition => [`actions/${definition.name}.json`, json(definition)])
    ),
    'triggers/triggers.json': json(triggers),
    'tenant.yaml': `${yaml.join('\n')}\n`
  }
}

/** The files of Rules, in `auth0-deploy-cli`'s directory format. @param {Built[]} rules */
const ruleFiles = rules =>
  Object.fromEntries(
    rules.map(({ name }, index) => [
      `rules/${name}.json`,
      json({ name, script: `./${name}.js`, stage: 'login_success', order: index + 1, enabled: true })
    ])
  )

/**
 * Builds the Actions of a policy. Writes nothing unless everything is right.
 *
 * @param {BuildOptions} [options]
 * @returns {Promise<{ manifest: Manifest, policy: Policy, out: string, sources: string[] }>} `sources`: files to watch
 * @throws an error with code ERR_POLICY (the message names the path in the policy) or ERR_BUILD
 */
export const build = async ({
  config = 'a0seal.config.ts',
  out = 'dist',
  env = 'dev',
  minify = false,
  rules = false
} = {}) => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const configFile = resolve(config)
  const { policy, actionPolicies, secrets, inputs } = await loadPolicy(configFile, env)
  const hash = createHash('sha256').update(JSON.stringify(policy)).digest('hex').slice(0, 12)
  const header = (/** @type {string} */ name) =>
    `// ${name}, a0seal ${version}, policy ${hash}, environment ${env}`
  const actions = allActions.filter(({ name, isFor }) => isFor?.(policy, name) ?? true)

  /** @type {Record<string, string>} */
  const files = {}
  /**
   * @param {ActionSource | RuleSource} source
   * @param {string} file
   * @param {Target} target
   * @returns {Promise<Built>}
   */
  const add = async (source, file, target) => {
    const { code, inputs } = await bundle(source, target, { policy, actionPolicies, minify })
    files[file] = code
    return {
      name: source.name,
      file,
      bytes: Buffer.byteLength(code),
      gzipBytes: gzipSync(code).length,
      sha256: createHash('sha256').update(code).digest('hex'),
      secrets: secrets[source.name] ?? {},
      inputs
    }
  }
  const builtActions = actions.map(async action => {
    const { name, trigger } = action
    const built = await add(action, `actions/${name}/code.js`, actionTarget(action, header(name)))
    return { ...built, trigger, runtime }
  })
  const builtRules = (rules ? allRules : []).map(rule =>
    add(rule, `rules/${rule.name}.js`, ruleTarget(rule, header(`${rule.name} (Rule)`)))
  )
  /** @type {Manifest} */
  const manifest = { version, env, policy: hash, actions: await Promise.all(builtActions) }
  if (rules) manifest.rules = await Promise.all(builtRules)
  Object.assign(files, deployFiles(manifest), ruleFiles(manifest.rules ?? []), {
    'manifest.json': json(manifest)
  })
  for (const [file, content] of Object.entries(files)) {
    const path = resolve(out, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  const built = [...manifest.actions, ...(manifest.rules ?? [])]
  const ours = built.flatMap(({ inputs }) => inputs.map(file => join(root, file)))
  const sources = [...new Set([...inputs.map(file => resolve(file)), ...ours])].filter(existsSync)
  return { manifest, policy, out: resolve(out), sources }
}

/** What to say of a build that failed. @param {unknown} error */
export const describeFailure = error => {
  const { code = 'ERR_BUILD', message } = /** @type {Coded} */ (error)
  return `a0seal build: ${message.startsWith(code) ? message : `${code}: ${message}`}`
}

/** The checked policy. @param {{ config?: string, env?: string }} [options] @returns {Promise<Policy>} */
export const readPolicy = async ({ config = 'a0seal.config.ts', env = 'dev' } = {}) =>
  (await loadPolicy(resolve(config), env)).policy

/** The manifest of a folder that was built, or undefined where it has none. @param {string} directory @returns {Promise<Manifest | undefined>} */
export const readManifest = async directory => {
  try {
    return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {{ manifest: Manifest, out: string }} result */
export const describeBuild = ({ manifest: { actions, rules = [], policy, env }, out }) =>
  [
    ...actions.map(({ name, bytes, gzipBytes }) => `${name.padEnd(20)} ${bytes} bytes, ${gzipBytes} gzipped`),
    ...rules.map(({ file, bytes }) => `${file}: ${bytes} bytes`),
    `policy ${policy}, environment ${env}: written to ${out}`
  ].join('\n')

/**
 * Builds, and builds again after each change of a source, until it is told to stop.
 *
 * @param {BuildOptions} options
 * @param {{ onBuilt(result: Awaited<ReturnType<typeof build>>): void, onFailed(error: unknown): void, signal?: AbortSignal }} told
 */
export const watchBuild = async (options, { onBuilt, onFailed, signal }) => {
  const { config = 'a0seal.config.ts' } = options
  let sources = [resolve(config)]
  while (!signal?.aborted) {
    try {
      const result = await build(options)
      sources = result.sources
      onBuilt(result)
    } catch (error) {
      onFailed(error)
    }
    const controller = new AbortController()
    const either = AbortSignal.any([controller.signal, ...(signal ? [signal] : [])])
    const changes = sources.map(file => once(watch(file, { signal: either }), 'change'))
    await Promise.race(changes).catch(() => {}) // what ended it is looked at above
    controller.abort()
    await Promise.allSettled(changes)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const string = /** @type {const} */ ('string')
  const boolean = /** @type {const} */ ('boolean')
  try {
    const { values } = parseArgs({
      options: {
        config: { type: string },
        out: { type: string },
        env: { type: string },
        minify: { type: boolean },
        rules: { type: boolean },
        watch: { type: boolean }
      }
    })
    const { watch: watching, ...options } = values
    if (watching)
      await watchBuild(options, {
        onBuilt: result => console.log(describeBuild(result)),
        onFailed: error => console.error(describeFailure(error))
      })
    else console.log(describeBuild(await build(options)))
  } catch (error) {
    console.error(describeFailure(error))
    process.exitCode = /** @type {Coded} */ (error).code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1
  }
}
