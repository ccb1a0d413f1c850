import type { BuildResult } from './build.js'

/** What to say of a build. */
export const describeBuild = ({ manifest: { actions, rules = [], policy, env }, out }: BuildResult): string =>
  [
    ...actions.map(({ name, bytes, gzipBytes }) => `${name.padEnd(20)} ${bytes} bytes, ${gzipBytes} gzipped`),
    ...rules.map(({ file, bytes }) => `${file}: ${bytes} bytes`),
    `policy ${policy}, environment ${env}: written to ${out}`,
    "triggers.json lists all bindings of a trigger: an import of it replaces the tenant's list"
  ].join('\n')
