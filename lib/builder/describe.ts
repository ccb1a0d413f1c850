import { isTriggerBound, type TriggerId } from '../core/auth0/triggers.js'
import type { BuildResult } from './build.js'

/** What to say of a build. */
export const describeBuild = ({ manifest, out }: BuildResult): string => {
  const { actions, rules = [], triggers, policy, env } = manifest
  const unbound = (Object.keys(triggers) as TriggerId[]).filter(trigger => !isTriggerBound(trigger))
  return [
    ...actions.map(({ name, bytes, gzipBytes }) => `${name.padEnd(20)} ${bytes} bytes, ${gzipBytes} gzipped`),
    ...rules.map(({ file, bytes }) => `${file}: ${bytes} bytes`),
    `policy ${policy}, environment ${env}: written to ${out}`,
    "triggers.json lists all bindings of a trigger: an import of it replaces the tenant's list; `a0seal deploy` merges",
    ...unbound.map(
      trigger => `${trigger} is not in triggers.json: Auth0 binds its Action with what it serves`
    )
  ].join('\n')
}
