import type { Context } from 'hono'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { z } from 'zod'
import type { JsonObject } from '../../core/auth0/json.js'
import { readForm } from '../html/form.js'
import type { Issuer } from '../oidc/issuer.js'
import { originOf, parametersOf } from '../sessions/origin.js'
import { isKnownOrigin } from '../store/clients.js'
import { databasesOf } from '../users/connections.js'
import { personOfDatabase } from '../users/database-users.js'
import { passwordRule } from '../users/password-policy.js'
import { signupBody } from '../users/signup-input.js'
import type { User } from '../users/users.js'
import { createEnter, type PageEnv } from './enter.js'
import { type SignupErrors, signupPage } from './pages/signup.js'
import { findParked, type Parked, refuseState } from './parked.js'
import { createSignup } from './signup.js'

const metadataPrefix = 'user_metadata.'

/** Nothing of what was sent is repeated. */
const problemOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')

/** The same by the field that each is about. */
const errorsOf = ({ issues }: z.ZodError): SignupErrors =>
  Object.fromEntries(issues.map(({ path, message }) => [path.join('.'), message]))

const readBody = async (c: Context): Promise<unknown> => {
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
    return c.req.parseBody().catch(() => undefined)
  return c.req.json().catch(() => undefined)
}

/** The body for the log and the event: `parametersOf` keeps plain values, and Auth0 shows the metadata too. */
const shownBody = ({ password: _password, ...body }: z.output<typeof signupBody>): JsonObject =>
  JSON.parse(JSON.stringify(body)) as JsonObject

const answerOf = ({ user_id, app_metadata: _app, user_metadata: _user, ...user }: User): JsonObject => {
  const shown = ['email_verified', 'email', 'username', 'phone_number', 'given_name', 'family_name', 'name']
  const named = [...shown, 'nickname', 'picture'].filter(name => user[name] !== undefined)
  return {
    _id: user_id.replace(/^auth0\|/, ''),
    ...(Object.fromEntries(named.map(name => [name, user[name]])) as JsonObject)
  }
}

/** `/dbconnections/signup` and the page `/u/signup`. */
export const createSignupRoutes = (issuer: Issuer) => {
  const { store } = issuer
  const signUp = createSignup(issuer)
  const enter = createEnter(issuer)

  const askingClient = ({ interaction }: Parked) => store.clients.get(String(interaction.params.client_id))
  const databaseOf = ({ interaction }: Parked) => {
    const { connection } = interaction.params
    const named = databasesOf(store.connections, typeof connection === 'string' ? connection : undefined)
    return named.find(({ options }) => options.disable_signup !== true)
  }

  const show = (
    c: Context,
    parked: Parked,
    { form = {}, errors = {} }: { form?: Record<string, unknown>; errors?: SignupErrors } = {}
  ) => {
    const { password: _never, ...typed } = form
    const database = databaseOf(parked)
    const html = signupPage({
      state: parked.interaction.uid,
      clientName: askingClient(parked)?.name ?? '',
      fields: store.settings.signupFields ?? [],
      passwordRule: database ? passwordRule(database) : '',
      typed: parametersOf(typed) as Record<string, string>,
      errors
    })
    return c.html(html, Object.keys(errors).length === 0 ? 200 : 400)
  }

  /** The form as the API takes it. */
  const bodyOf = (form: Record<string, unknown>, parked: Parked): unknown => {
    const { state: _state, email, username, password } = form
    const metadata = Object.entries(form)
      .filter(([name, value]) => name.startsWith(metadataPrefix) && value !== '')
      .map(([name, value]) => [name.slice(metadataPrefix.length), value])
    return {
      client_id: askingClient(parked)?.client_id,
      connection: databaseOf(parked)?.name,
      email,
      password,
      ...(username !== undefined && username !== '' && { username }),
      ...(metadata.length > 0 && { user_metadata: Object.fromEntries(metadata) })
    }
  }

  const badRequest = (c: Context, description: string) =>
    c.json({ name: 'BadRequestError', code: 'invalid_request', description, statusCode: 400 }, 400)

  const contextOf = (c: Context<PageEnv>, body: z.output<typeof signupBody>) => ({
    request: { method: 'POST', query: parametersOf(c.req.query()), body: shownBody(body) },
    origin: originOf(c.env.incoming)
  })

  return new Hono<PageEnv>()
    .use(
      '/dbconnections/signup',
      cors({
        origin: origin => (isKnownOrigin(store.clients, origin) ? origin : null),
        allowMethods: ['POST'],
        allowHeaders: ['Content-Type', 'Auth0-Client']
      })
    )
    .post('/dbconnections/signup', async c => {
      const parsed = signupBody.safeParse(await readBody(c))
      if (!parsed.success) return badRequest(c, problemOf(parsed.error))
      const { client_id, connection: name, email, username, phone_number } = parsed.data
      const client = store.clients.get(client_id)
      const [connection] = databasesOf(store.connections, name)
      if (!client) return badRequest(c, 'client_id: unknown')
      if (!connection) return badRequest(c, 'connection: not a database connection')
      if ((email ?? username ?? phone_number) === undefined) return badRequest(c, 'email: required')
      const context = { client, ...contextOf(c, parsed.data) }
      const result = await signUp(parsed.data, { connection, context })
      return 'refusal' in result ? c.json(result.refusal, 400) : c.json(answerOf(result.user))
    })
    .get('/u/signup', async c => {
      const parked = await findParked(c, issuer, c.req.query('state'))
      return parked?.interaction.prompt.name === 'login' ? show(c, parked) : refuseState(c)
    })
    .post('/u/signup', async c => {
      const form = await readForm(c)
      const parked = await findParked(c, issuer, form.state)
      if (parked?.interaction.prompt.name !== 'login') return refuseState(c)
      const [client, connection] = [askingClient(parked), databaseOf(parked)]
      const failed = (errors: SignupErrors) => show(c, parked, { form, errors })
      if (!client || !connection) return failed({ '': 'Nobody can sign up here.' })
      const parsed = signupBody.required({ email: true }).safeParse(bodyOf(form, parked))
      if (!parsed.success) return failed(errorsOf(parsed.error))
      const params = parametersOf(parked.interaction.params)
      const context = { client, params, ...contextOf(c, parsed.data) }
      const result = await signUp(parsed.data, { connection, context })
      if ('refusal' in result) {
        const { friendly_message, code } = result.refusal
        const unnamed = code === 'extensibility_error' ? 'Something went wrong, please try again later.' : ''
        // The name of the error is for programs.
        const said = result.refusal.description.replace(/^PasswordStrengthError: /, '')
        const text = friendly_message ?? (unnamed || said)
        return failed({ [code === 'invalid_password' ? 'password' : '']: text })
      }
      const person = personOfDatabase(connection.name, result.user.user_id)
      const entered = await enter(c, parked, person)
      return typeof entered === 'string' ? failed({ '': entered }) : entered
    })
}
