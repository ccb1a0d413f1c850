import type { Context } from 'hono'
import type { Interaction, InteractionResults } from 'oidc-provider'
import { errorPage } from '../html/error.js'
import { browsersIn } from '../oidc/browser-cookie.js'
import type { Issuer } from '../oidc/issuer.js'
import type { Transaction } from '../sessions/transactions.js'

/** A login that waits for this browser. */
export interface Parked {
  interaction: Interaction
  transaction: Transaction
}

/**
 * The login that `state` names, if it was begun in this browser. Without the device cookie's check another browser
 * could finish a login whose `state` it has seen.
 */
export const findParked = async (c: Context, issuer: Issuer, state: unknown): Promise<Parked | undefined> => {
  if (typeof state !== 'string') return undefined
  const interaction = await issuer.provider.Interaction.find(state)
  const transaction = issuer.store.transactions.get(interaction?.cid)
  if (!interaction || !transaction) return undefined
  const browsers = browsersIn(c.req.header('cookie'), issuer.cookies.device)
  return browsers.includes(transaction.device) ? { interaction, transaction } : undefined
}

/** What a `state` gets that is unknown, used up, or another browser's. */
export const refuseState = (c: Context) =>
  c.html(
    errorPage({ title: 'invalid_request', text: 'This login is over, or was begun in another browser.' }),
    400
  )

/** Sends the browser back to oidc-provider with what this page found out. */
export const resume = async (c: Context, { interaction }: Parked, result: InteractionResults) => {
  interaction.result = { ...interaction.lastSubmission, ...result }
  await interaction.persist()
  return c.redirect(interaction.returnTo, 303)
}
