import { readFile } from 'node:fs/promises'
import { basename, extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DeployedRule } from '../runtime/rules/rule-types.js'
import { bundleSource } from './source.js'

/** A Rule: a file (built or source), or its text. */
export type RuleSource = string | URL | { readonly code: string; readonly name?: string }

/** Bundles a source that exports `rule` into the one function expression that could be deployed. */
const bundle = async (file: string): Promise<string> => {
  const text = await bundleSource(file)
  return `function (user, context, callback) {
const module = {};
(() => {
${text}
})()
return module.exports.rule(user, context, callback)
}`
}

/**
 * The text of a Rule. A `.js` file is taken as it stands; a TypeScript or ES-module source must export the Rule as `rule`,
 * and goes through esbuild.
 */
export const readRule = async (source: RuleSource): Promise<DeployedRule> => {
  if (typeof source === 'object' && 'code' in source)
    return { name: source.name ?? 'rule', code: source.code }
  const file = source instanceof URL ? fileURLToPath(source) : resolve(source)
  const extension = extname(file)
  const code = extension === '.js' ? await readFile(file, 'utf8') : await bundle(file)
  return { name: basename(file, extension), code, requireFrom: file }
}
