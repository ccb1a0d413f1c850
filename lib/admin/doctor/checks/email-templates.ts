import { escaped } from '../code.js'
import { docs } from '../docs.js'
import { row } from '../row.js'
import type { Wanted } from '../wanted.js'

/** A member in Liquid: `user.gender` or `user["gender"]`. */
const member = (object: string, name: string): RegExp =>
  new RegExp(`\\b${object}\\s*(?:\\.\\s*|\\[\\s*["'])${escaped(name)}(?![\\w$])`)

const fieldsOf = ({ policy }: Wanted): [name: string, use: RegExp][] =>
  Object.values(policy.slots).flatMap(({ attributes, userMetadata }) => [
    ...attributes.flatMap(({ names }) => names.map((name): [string, RegExp] => [name, member('user', name)])),
    ...userMetadata.map(({ name }): [string, RegExp] => [
      `user_metadata.${name}`,
      member('user_metadata(?:["\']\\s*\\])?', name)
    ])
  ])

export const emailTemplates = row({
  id: 'D15',
  level: 'warning',
  title: 'an e-mail template uses a field that a slot seals or moves',
  needs: ['emailTemplates'],
  why: 'Templates are filled from the stored profile, where what is denied or moved is no more.',
  doc: docs.emailTemplates,
  find: ({ emailTemplates: templates }, wanted) =>
    templates.flatMap(({ name, texts }) =>
      fieldsOf(wanted)
        .filter(([, use]) => texts.some(text => use.test(text)))
        .map(([field]) => ({
          subject: `${name} ${field}`,
          what: `the e-mail template ${name} uses ${field}, which is not stored in clear any more: it is empty there`,
          fix: `Take ${field} out of the e-mail template ${name}: "Branding", "Email Templates" in the Dashboard.`
        }))
    )
})
