import { isPlainObject } from '../../auth0/json.js'
import { dependenciesPerAction, modulesPerAction, secretsPerAction } from '../../auth0/limits.js'
import { triggerIds } from '../../auth0/triggers.js'
import { type Fault, fault } from '../faults.js'
import { anyListOf, type Check, count, matching, name, object, textOr } from '../shape.js'
import { ourActions } from './order.js'

/** A name that is a member of an object later: `__proto__` never is. */
export const secretName = matching(
  /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]{0,127}$/,
  'must be the name of an Action secret: letters, digits and _, at most 128'
)

/** At most so many, and none twice. */
const few =
  (max: number, of: Check): Check =>
  (path, value) => {
    const faults = of(path, value)
    const names: unknown[] = Array.isArray(value) ? value : isPlainObject(value) ? Object.keys(value) : []
    if (names.length > max) faults.push(fault(path, `has ${names.length} entries: Auth0 takes ${max}`))
    const seen = new Set()
    const twice = names.findIndex(one => seen.size === seen.add(one).size)
    if (twice >= 0) faults.push(fault(`${path}[${twice}]`, 'is there twice'))
    return faults
  }

/** Versions by name. */
const versionsOf =
  (nameCheck: Check, version: Check): Check =>
  (path, value) =>
    isPlainObject(value)
      ? Object.entries(value).flatMap(([member, item]): Fault[] => [
          ...nameCheck(`${path}.${member}`, member),
          ...version(`${path}.${member}`, item)
        ])
      : [fault(path, 'must be an object')]

const packageName = matching(
  /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i,
  'is no name of a package'
)
const packageVersion = matching(
  /^(latest|\d+\.\d+\.\d+(-[\w.-]+)?)$/,
  'must be one version, such as "4.17.21": Auth0 installs no range'
)
const moduleName = matching(/^[a-z0-9][a-z0-9_-]*$/, 'is no name of a module')

const file: Check = (path, value) => {
  const faults = name(path, value)
  if (faults.length > 0) return faults
  if (!/\.[cm]?[jt]s$/.test(value as string))
    return [fault(path, 'must be a file of TypeScript or JavaScript')]
  return /^(\/|\\|[A-Za-z]:)/.test(value as string)
    ? [fault(path, "must be relative to the policy's file")]
    : []
}

const own = object(
  {
    file,
    name,
    secrets: few(secretsPerAction, anyListOf(secretName)),
    dependencies: few(dependenciesPerAction, versionsOf(packageName, packageVersion)),
    modules: few(modulesPerAction, versionsOf(moduleName, count))
  },
  ['file']
)

const deployed = object({ deployed: name }, ['deployed'])

/** One of ours at another trigger has a name that is known: it is told where it belongs elsewhere. */
const ours =
  (offered: readonly string[]): Check =>
  (path, value) => {
    if (ourActions.some(({ name }) => name === value)) return []
    const names = offered.length > 0 ? `one of ${offered.join(', ')}, or ` : ''
    return [fault(path, `must be ${names}{ file } or { deployed }`)]
  }

const listOffering = (offered: readonly string[]): Check =>
  anyListOf(
    textOr(ours(offered), (path, value) =>
      isPlainObject(value) && Object.hasOwn(value, 'deployed') ? deployed(path, value) : own(path, value)
    )
  )

/** What any trigger's list of Actions must look like. */
export const triggerList = listOffering([])

export const triggerLists = object(
  Object.fromEntries(
    triggerIds.map(trigger => {
      const offered = ourActions.filter(action => action.trigger === trigger).map(({ name }) => name)
      return [trigger, listOffering(offered)]
    })
  )
)
