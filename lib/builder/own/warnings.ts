import type { OrderedAction } from '../../core/policy/triggers/order.js'

/** What can send the user away, or ask for another factor. */
const suspending = /\b(sendUserTo|challengeWith(?:Any)?|enrollWith(?:Any)?|prompt\s*\.\s*render)\b/

const secretRead =
  /\bevent\s*\.\s*secrets\s*(?:\?\.|\.)\s*([A-Za-z_]\w*)|\bsecrets\[\s*["']([A-Za-z_]\w*)["']\s*\]/g
const secretsTakenApart = /\{([^{}]*)\}\s*=\s*event\s*\.\s*secrets\b/g

/** Secrets that a code names. One whose name it makes up is not among them. */
const secretsIn = (code: string): string[] => {
  const read = [...code.matchAll(secretRead)].flatMap(([, plain, quoted]) => plain ?? quoted ?? [])
  const apart = [...code.matchAll(secretsTakenApart)].flatMap(([, names = '']) =>
    names.split(',').map(name => name.trim().split(/[\s:=]/)[0] ?? '')
  )
  return [...new Set([...read, ...apart])].filter(name => /^[A-Za-z_]\w*$/.test(name))
}

/**
 * What may not be meant in one's own Actions, by reading their code: lines that start with a code that never changes.
 *
 * @param order all Actions, as they run
 * @param codes built code by the name of the Action
 */
export const codeWarnings = (
  order: readonly OrderedAction[],
  codes: Readonly<Record<string, string>>
): string[] =>
  order.flatMap((action, index) => {
    const code = codes[action.name]
    if (action.kind !== 'own' || code === undefined) return []
    const undeclared = secretsIn(code).filter(name => !action.secrets.includes(name))
    const isAfterRelease = order
      .slice(0, index)
      .some(({ name, trigger }) => name === 'release-attributes' && trigger === action.trigger)
    const call = suspending.exec(code)?.[1]
    return [
      ...undeclared.map(
        name =>
          `WARN_SECRET ${action.path}: ${action.name} reads event.secrets.${name}, which its secrets do not list`
      ),
      ...(isAfterRelease && call
        ? [
            `WARN_RELEASED_EARLY ${action.path}: ${action.name} calls ${call} after release-attributes, which then has set its ` +
              'claims before the user comes back: put it in front'
          ]
        : [])
    ]
  })
