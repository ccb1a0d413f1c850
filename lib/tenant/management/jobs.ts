import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { readForm } from '../html/form.js'
import type { Issuer } from '../oidc/issuer.js'
import { newId } from '../store/ids.js'
import { importsAtOnce, isPending, type Job, keptJobs } from '../store/jobs.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal, refuse } from './errors.js'
import { checkBody, defined, readBody } from './input.js'
import { exportBody, exportUsers } from './jobs-export.js'
import { importUsers } from './jobs-import.js'

const importMaxBytes = 500 * 1024
/** The link to an export works for so long; a fresh one comes with the next GET of the job. */
const linkSeconds = 60

const importForm = z.strictObject({
  users: z.instanceof(File, { error: 'Expected a file' }),
  connection_id: z.string().min(1),
  upsert: z.enum(['true', 'false']).default('false'),
  external_id: z.string().max(128).optional(),
  send_completion_email: z.enum(['true', 'false']).default('true')
})

interface Link {
  jobId: string
  expiresAt: number
}

const findJob = ({ resources, now }: TenantStore, id: string | undefined): Job => {
  resources.jobs = keptJobs(resources.jobs, now())
  return known(
    resources.jobs.find(job => job.id === id),
    'The job does not exist',
    'inexistent_job'
  )
}

const pendingImports = ({ resources, now }: TenantStore): number =>
  resources.jobs.filter(job => job.type === 'users_import' && isPending(job, now())).length

/** The users of an import file, or what is wrong with it: Auth0 looks into the file when it has taken the job. */
const readUsers = async (file: File): Promise<{ users: unknown[] } | { failure: string }> => {
  if (file.size > importMaxBytes) {
    throw new ManagementRefusal(413, `Payload content length greater than maximum allowed: ${importMaxBytes}`)
  }
  let users: unknown
  try {
    users = JSON.parse(await file.text())
  } catch {
    return { failure: 'The file is not JSON.' }
  }
  return Array.isArray(users) ? { users } : { failure: 'The file is not a JSON array.' }
}

/** Links to exports. They need no token, as those of Auth0 do not. */
const createLinks = (now: () => Date) => {
  const links = new Map<string, Link>()
  return {
    open(jobId: string): string {
      for (const [token, { expiresAt }] of links) if (expiresAt <= now().getTime()) links.delete(token)
      const token = randomBytes(24).toString('base64url')
      links.set(token, { jobId, expiresAt: now().getTime() + linkSeconds * 1000 })
      return token
    },
    jobOf(token: string): string | undefined {
      const link = links.get(token)
      return link && link.expiresAt > now().getTime() ? link.jobId : undefined
    }
  }
}

/** `/jobs`, and the downloads they point to, which are to be mounted before the check of tokens. */
export const createJobRoutes = ({ store, url }: Issuer) => {
  const { resources, settings, now } = store
  const links = createLinks(now)

  const statusOf = (job: Job): string => {
    if (isPending(job, now())) return 'pending'
    return job.failure === undefined ? 'completed' : 'failed'
  }

  const base = (job: Job) => {
    const { id, type, created_at, connection_id, external_id } = job
    return {
      id,
      type,
      status: statusOf(job),
      created_at,
      ...(connection_id !== undefined && { connection_id }),
      ...(external_id !== undefined && { external_id })
    }
  }

  const show = (job: Job) => {
    const common = base(job)
    const { format, fields, limit } = job.export ?? {}
    const facts = {
      ...common,
      ...(format && { format }),
      ...(fields !== undefined && { fields }),
      ...(limit !== undefined && { limit })
    }
    if (common.status === 'pending') return { ...facts, percentage_done: 0, time_left_seconds: 1 }
    if (job.failure !== undefined) return { ...facts, status_details: job.failure }
    return {
      ...facts,
      percentage_done: 100,
      ...(job.export && { location: `${url}api/v2/exports/${links.open(job.id)}/users.${format}.gz` }),
      ...(job.import && { summary: job.import.summary })
    }
  }

  const start = (job: Omit<Job, 'id' | 'created_at' | 'done_at'>): Job => {
    const created = now()
    const done_at = new Date(created.getTime() + (settings.jobMs ?? 100)).toISOString()
    const started = { id: newId('job'), created_at: created.toISOString(), done_at, ...job }
    resources.jobs.push(started)
    return started
  }

  const connectionOf = (id: string) =>
    known(
      store.connections.find(connection => connection.id === id),
      'The connection does not exist',
      'inexistent_connection'
    )

  const downloads = new Hono().get('/exports/:token/:file', (c: Context) => {
    const jobId = links.jobOf(c.req.param('token') ?? '')
    const job = resources.jobs.find(({ id }) => id === jobId)
    if (!job?.export) return refuse(c, 403, 'The link is not valid any more.')
    return c.body(new Uint8Array(gzipSync(job.export.content)), 200, { 'content-type': 'application/gzip' })
  })

  const routes = new Hono<ManagementEnv>()
    .post('/jobs/users-exports', requireScope('read:users'), async c => {
      const body = await readBody(c, exportBody)
      const { connection_id, format, fields, limit } = body
      const name = connection_id === undefined ? undefined : connectionOf(connection_id).name
      const users = store.users
        .list()
        .filter(
          ({ identities }) => name === undefined || identities.some(({ connection }) => connection === name)
        )
      const content = exportUsers(users, body)
      const job = start({
        type: 'users_export',
        ...(connection_id !== undefined && { connection_id }),
        export: {
          format,
          content,
          ...(fields && { fields: fields.map(defined) }),
          ...(limit !== undefined && { limit })
        }
      })
      return c.json(show(job))
    })
    .post('/jobs/users-imports', requireScope('create:users'), async c => {
      const form = checkBody(await readForm(c), importForm)
      const connection = connectionOf(form.connection_id)
      if (connection.strategy !== 'auth0') {
        return refuse(
          c,
          400,
          'Users can be imported into database connections only.',
          'operation_not_supported'
        )
      }
      if (pendingImports(store) >= importsAtOnce) {
        const message = `There are ${importsAtOnce} active import users jobs, please wait until some of them are finished and try again`
        return refuse(c, 429, message, 'too_many_jobs')
      }
      const read = await readUsers(form.users)
      const job = start({
        type: 'users_import',
        connection_id: connection.id,
        ...(form.external_id !== undefined && { external_id: form.external_id }),
        ...('failure' in read
          ? read
          : { import: importUsers(store, connection, { users: read.users, upsert: form.upsert === 'true' }) })
      })
      return c.json(base(job), 202)
    })
    .get('/jobs/:id', requireScope('create:users', 'read:users'), c =>
      c.json(show(findJob(store, c.req.param('id'))))
    )
    .get('/jobs/:id/errors', requireScope('create:users', 'read:users'), c => {
      const job = findJob(store, c.req.param('id'))
      const problems = isPending(job, now()) ? [] : (job.import?.problems ?? [])
      return problems.length > 0 ? c.json(problems) : c.body(null, 204)
    })

  return { routes, downloads }
}
