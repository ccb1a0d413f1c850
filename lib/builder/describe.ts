import { isTriggerBound, type TriggerId } from '../core/auth0/triggers.js'
import type { BuildResult } from './build.js'
import type { Manifest } from './manifest.js'

/** An import writes what is in the variables over the keys that are there, and a placeholder where there is no variable. */
const beforeImport = ({ actions }: Pick<Manifest, 'actions'>): string[] => {
  const secrets = new Map(actions.flatMap(({ secrets }) => Object.entries(secrets)))
  if (secrets.size === 0) return []
  return [
    'before `a0deploy import`, or placeholders take the place of keys:',
    ...[...secrets].map(
      ([name, content]) =>
        `  export ${name}="$(${content === 'own' ? 'cat FILE' : 'npx a0seal keys secret FILE'})"`
    )
  ]
}

/** What to say of a build. */
export const describeBuild = ({ manifest, out }: BuildResult): string => {
  const { actions, rules = [], triggers, policy, env } = manifest
  const unbound = (Object.keys(triggers) as TriggerId[]).filter(trigger => !isTriggerBound(trigger))
  return [
    ...actions.map(({ name, bytes, gzipBytes }) => `${name.padEnd(20)} ${bytes} bytes, ${gzipBytes} gzipped`),
    ...rules.map(({ file, bytes }) => `${file}: ${bytes} bytes`),
    `policy ${policy}, environment ${env}: written to ${out}`,
    "triggers.json lists all bindings of a trigger: an import of it replaces the tenant's list; `npx a0seal deploy` merges",
    ...beforeImport(manifest),
    ...unbound.map(
      trigger => `${trigger} is not in triggers.json: Auth0 binds its Action with what it serves`
    )
  ].join('\n')
}
