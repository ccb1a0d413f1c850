import type { Endpoints } from './unsimulated.js'

const columns = ['simulated', 'kept', 'empty'] as const

const resourceOf = (endpoint: string): string => endpoint.split('/')[1] ?? ''

/** `GET POST /users`, one line for each path. */
export const cell = (endpoints: readonly string[]): string => {
  const methods = new Map<string, string[]>()
  for (const endpoint of endpoints) {
    const [method = '', path = ''] = endpoint.split(' ')
    methods.set(path, [...(methods.get(path) ?? []), method])
  }
  return [...methods].map(([path, names]) => `${names.join(' ')} \`${path}\``).join('<br>')
}

/** The table of the Management API: one row for each resource, by what the tenant does with it. */
export const managementTable = (endpoints: Endpoints): string => {
  const resources = [...new Set(columns.flatMap(column => endpoints[column]).map(resourceOf))].sort()
  const rows = resources.map(resource => {
    const cells = columns.map(column => cell(endpoints[column].filter(one => resourceOf(one) === resource)))
    return `| ${resource} | ${cells.join(' | ')} |`
  })
  return ['| | simulated | accepted and kept | answered empty |', '| --- | --- | --- | --- |', ...rows].join(
    '\n'
  )
}

/** A page with this table between its markers of that name; undefined where the page has none. */
export const withTable = (page: string, name: string, table: string): string | undefined => {
  const [first, last] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const begin = page.indexOf(first)
  const end = page.indexOf(last)
  if (begin < 0 || end < begin) return undefined
  return `${page.slice(0, begin)}${first}\n${table}\n${page.slice(end)}`
}
