import { readdir, readFile } from 'node:fs/promises'
import { join, normalize } from 'node:path/posix'
import { expect, test } from 'vitest'

/** What may be imported by each folder of lib, besides itself. Types count: they too tie one to the other. */
const folders: Record<string, string[]> = {
  core: [],
  rules: ['core'],
  reader: ['core'],
  runtime: ['core'],
  testing: ['core', 'rules', 'runtime', 'builder'],
  builder: ['core', 'rules'],
  tenant: ['core', 'runtime', 'builder'],
  admin: ['core'],
  cli: ['core', 'reader', 'runtime', 'testing', 'tenant', 'builder', 'admin'],
  handlers: ['core'],
  sealer: ['core'],
  'trigger-types': ['testing'],
  index: ['core', 'handlers', 'sealer', 'trigger-types']
}

/** The same for the rooms of the tenant, and for the files between them. */
const rooms: Record<string, string[]> = {
  seed: [],
  sessions: [],
  actions: [],
  html: [],
  users: ['seed'],
  store: ['seed', 'users', 'actions', 'sessions'],
  triggers: ['store', 'users', 'sessions', 'seed'],
  oidc: ['triggers', 'store', 'users', 'sessions', 'seed', 'html'],
  login: ['oidc', 'triggers', 'store', 'users', 'sessions', 'seed', 'html'],
  management: ['oidc', 'triggers', 'store', 'users', 'sessions', 'actions', 'seed', 'html'],
  inspector: ['oidc', 'triggers', 'store', 'sessions'],
  server: ['login', 'management', 'inspector', 'oidc', 'html', 'store'],
  tenant: ['actions', 'sessions', 'store', 'users'],
  search: ['tenant', 'oidc', 'store'],
  handle: ['tenant', 'search', 'oidc', 'store', 'users', 'sessions'],
  start: ['tenant', 'handle', 'server', 'inspector', 'oidc', 'triggers', 'store', 'actions', 'seed'],
  client: ['tenant', 'triggers'],
  development: ['store', 'actions', 'seed'],
  index: ['tenant', 'development', 'client', 'start', 'seed']
}

/** Packages a room does not know. */
const strangers: Record<string, RegExp> = { 'tenant/triggers': /^(oidc-provider|hono)/ }

type Sources = Record<string, string>

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) => specifier)

/** The files a file imports. */
const edgesOf = (file: string, text: string): string[] =>
  importsOf(text)
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => normalize(join(file, '..', specifier)).replace(/\.js$/, '.ts'))

/** The part of a path at a depth: `store` of `tenant/store/log.ts` at 1, `start` of `tenant/start.ts`. */
const partOf = (file: string, depth: number): string => file.split('/')[depth]?.replace(/\.ts$/, '') ?? ''

const wrongArrows = (sources: Sources): string[] =>
  Object.entries(sources).flatMap(([file, text]) => {
    const isWrong = (to: string): boolean => {
      const [from, into] = [partOf(file, 0), partOf(to, 0)]
      if (from !== into) return folders[from]?.includes(into) !== true
      const [room, other] = [partOf(file, 1), partOf(to, 1)]
      return from === 'tenant' && room !== other && rooms[room]?.includes(other) !== true
    }
    const strange = strangers[file.split('/').slice(0, 2).join('/')]
    return [
      ...edgesOf(file, text).filter(isWrong),
      ...importsOf(text).filter(name => strange?.test(name))
    ].map(to => `${file} → ${to}`)
  })

/** Circles of files, each as the way around it. */
const circles = (sources: Sources): string[] => {
  const found: string[] = []
  const done = new Set<string>()
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(' → '))
    if (way.includes(file) || done.has(file)) return
    for (const to of edgesOf(file, sources[file] ?? '')) walk(to, [...way, file])
    done.add(file)
  }
  for (const file of Object.keys(sources)) walk(file, [])
  return found
}

const readSources = async (): Promise<Sources> => {
  const names = (await readdir('lib', { recursive: true })).filter(name => name.endsWith('.ts'))
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, await readFile(join('lib', name), 'utf8')]))
  )
}

test('no file of lib imports against the arrows', async () => {
  expect(wrongArrows(await readSources())).toEqual([])
})

test('no files of lib import each other in a circle', async () => {
  expect(circles(await readSources())).toEqual([])
})

test.each([
  ['core/x.ts', "import type { Tenant } from '../tenant/start.js'", 'tenant/start.ts'],
  ['runtime/x.ts', "export { run } from '../testing/run.js'", 'testing/run.ts'],
  ['builder/x.ts', "type Cli = import('../cli/main.js').Cli", 'cli/main.ts'],
  ['tenant/seed/x.ts', "import type { User } from '../users/users.js'", 'tenant/users/users.ts'],
  ['tenant/store/x.ts', "import type {\n  Issuer\n} from '../oidc/issuer.js'", 'tenant/oidc/issuer.ts'],
  ['tenant/store/x.ts', "const { startTenant } = await import('../start.js')", 'tenant/start.ts'],
  ['tenant/triggers/x.ts', "import type { Context } from 'hono'", 'hono'],
  ['new/x.ts', "import '../core/errors.js'", 'core/errors.ts']
])('%s must not say: %s', (file, text, to) => {
  expect(wrongArrows({ [file]: text })).toEqual([`${file} → ${to}`])
})

test('a circle of types is a circle', () => {
  const sources = {
    'core/a.ts': "import type { B } from './b.js'",
    'core/b.ts': "import { a } from './a.js'"
  }
  expect(circles(sources)).toEqual(['core/a.ts → core/b.ts → core/a.ts'])
})
