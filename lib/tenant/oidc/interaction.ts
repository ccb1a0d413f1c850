import { randomUUID } from 'node:crypto'
import type { Interaction, interactionPolicy as InteractionPolicy, KoaContextWithOIDC } from 'oidc-provider'
import { parametersOf } from '../sessions/origin.js'
import { type Transaction, transactionTtlSeconds } from '../sessions/transactions.js'
import { browserCookie } from './browser-cookie.js'
import { createGrants } from './grant.js'
import type { cookieAttributes, OidcContext } from './issuer.js'
import { interactionPolicy } from './library/library.js'
import { logFieldsOf } from './log-events.js'
import { createLogin } from './login.js'
import { heldClaimsOf } from './tokens/tokens.js'

/** `interactions` of oidc-provider's configuration. */
export interface LoginInteractions {
  policy: InteractionPolicy.DefaultPolicy
  /** Parks a login and names the page that goes on with it. */
  url(ctx: KoaContextWithOIDC, interaction: Interaction): string
}

export interface Interactions {
  interactions: LoginInteractions
  /** The login of a request: begun by it, or gone on with. */
  transactionOf(ctx: KoaContextWithOIDC): Transaction
}

export interface InteractionsOptions {
  /** How the cookies' names begin that tie the pages of a login to one browser. */
  deviceCookie: string
  attributes: ReturnType<typeof cookieAttributes>
}

const { Check, Prompt, base } = interactionPolicy

/**
 * oidc-provider's interaction policy with the Actions as its last prompt: a login is let through when they have
 * completed, refused with `access_denied`, or suspended for another trip of the browser.
 */
export const createInteractions = (
  context: OidcContext,
  { deviceCookie, attributes }: InteractionsOptions
): Interactions => {
  const { store, pending } = context
  const advance = createLogin(context)
  const saveGrant = createGrants(context)
  const current = new WeakMap<KoaContextWithOIDC, Transaction>()

  const transactionOf = (ctx: KoaContextWithOIDC): Transaction => {
    const known = current.get(ctx) ?? store.transactions.get(ctx.oidc.entities.Interaction?.cid)
    const transaction = known ?? {
      id: randomUUID(),
      device: '',
      request: { method: ctx.method, query: parametersOf(ctx.query), body: {} },
      executions: [],
      failures: 0,
      expiresAt: 0
    }
    current.set(ctx, transaction)
    return transaction
  }

  const logSuccess = (ctx: KoaContextWithOIDC, { executions }: Transaction) => {
    const { session, prompts } = ctx.oidc
    const { connection, actor } = store.sessions.get(session?.uid) ?? {}
    store.log.add(prompts.has('none') ? 'ssa' : 's', {
      ...logFieldsOf(ctx),
      ...(connection !== undefined && { connection }),
      details: { actions: { executions }, ...(actor && { actor }) }
    })
  }

  const actions = new Check('actions', 'interaction is required', 'interaction_required', async ctx => {
    const transaction = transactionOf(ctx)
    const advanced = await advance(ctx, transaction)
    if (advanced.type === 'suspended') return Check.REQUEST_PROMPT
    store.transactions.remove(transaction.id)
    pending.hold(await saveGrant(ctx, advanced), heldClaimsOf(advanced))
    logSuccess(ctx, transaction)
    return Check.NO_NEED_TO_PROMPT
  })

  const policy = base()
  policy.get('consent')?.checks.clear()
  const loginPrompt = policy.get('login')
  loginPrompt?.checks.add(
    new Check(
      'no_user',
      'the user of the session is gone',
      'login_required',
      ctx => ctx.oidc.session?.accountId !== undefined && !store.users.get(ctx.oidc.session.accountId)
    )
  )
  loginPrompt?.checks.add(
    new Check(
      'session_over',
      'the session has expired',
      'login_required',
      // Whoever has just logged in may do so in the place of an expired session.
      ctx => ctx.oidc.result?.login === undefined && store.sessions.isOver(ctx.oidc.session?.uid)
    )
  )
  policy.add(new Prompt({ name: 'actions' }, actions))

  const interactions: LoginInteractions = {
    policy,
    url(ctx, interaction) {
      const transaction = transactionOf(ctx)
      const { name, browser: device } = browserCookie(ctx.req.headers.cookie, deviceCookie)
      ctx.cookies.set(name, device, { signed: false, httpOnly: true, path: '/', ...attributes })
      const expiresAt = store.now().getTime() + transactionTtlSeconds * 1000
      // From here on the transaction goes by the id that oidc-provider carries from one interaction to the next.
      store.transactions.keep(Object.assign(transaction, { id: interaction.cid, device, expiresAt }))
      const kind = interaction.prompt.name === 'actions' ? transaction.suspension?.kind : 'login'
      const login = ctx.oidc.params?.screen_hint === 'signup' ? '/u/signup' : '/u/login'
      const page = { login, mfa: '/u/mfa', redirect: '/u/leave' }[kind ?? 'login']
      return `${page}?state=${encodeURIComponent(interaction.uid)}`
    }
  }
  return { interactions, transactionOf }
}
