import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import { type ManagementEnv, requireScope } from './auth.js'
import { known } from './errors.js'
import { defined, readBody } from './input.js'
import { selectFields, sendList } from './paging.js'

/** What scopes call the members: `read:roles`. */
type Noun = 'roles' | 'organizations' | 'resource_servers' | 'client_grants' | 'clients'

/** A list of things of one kind, and how the API takes and shows them. */
export interface Collection<T extends object, C, P extends object> {
  /** Below `/api/v2`. */
  path: string
  noun: Noun
  all(): readonly T[]
  idOf(item: T): string
  /** Whether the last part of a path means this one. Default: it is the id. */
  isCalled?(item: T, id: string): boolean
  /** Message and code of Auth0's 404. */
  unknown: [message: string, errorCode: string]
  createBody: z.ZodType<C>
  patchBody: z.ZodType<P>
  /** @throws ManagementRefusal where there is one like it */
  add(body: C): T
  change(item: T, body: Partial<P>): void
  remove(item: T): void
  show(item: T, c: Context<ManagementEnv>): object
  /** Those a request asks for. Default: all. */
  filter?(c: Context<ManagementEnv>): (item: T) => boolean
}

/** List, create, read, change and delete, and the one that a path with `:id` is about. */
export const createCollection = <T extends object, C, P extends object>(collection: Collection<T, C, P>) => {
  const { path, noun, all, idOf, unknown, show } = collection
  const isCalled = collection.isCalled ?? ((item, id) => idOf(item) === id)
  const itemOf = (c: Context): T => {
    const id = c.req.param('id') ?? ''
    return known(
      all().find(item => isCalled(item, id)),
      ...unknown
    )
  }
  const routes = new Hono<ManagementEnv>()
    .get(path, requireScope(`read:${noun}`), c => {
      const found = collection.filter ? all().filter(collection.filter(c)) : all()
      return sendList(c, found, { name: noun, idOf, show: item => show(item, c) })
    })
    .post(path, requireScope(`create:${noun}`), async c =>
      c.json(show(collection.add(await readBody(c, collection.createBody)), c), 201)
    )
    .get(`${path}/:id`, requireScope(`read:${noun}`), c => c.json(selectFields(c)(show(itemOf(c), c))))
    .patch(`${path}/:id`, requireScope(`update:${noun}`), async c => {
      const item = itemOf(c)
      collection.change(item, defined(await readBody(c, collection.patchBody)) as Partial<P>)
      return c.json(show(item, c))
    })
    .delete(`${path}/:id`, requireScope(`delete:${noun}`), c => {
      collection.remove(itemOf(c))
      return c.body(null, 204)
    })
  return { routes, itemOf }
}

/** Out of an array that others hold too. */
export const removeFrom = <T>(items: T[], item: T): void => {
  const index = items.indexOf(item)
  if (index >= 0) items.splice(index, 1)
}
