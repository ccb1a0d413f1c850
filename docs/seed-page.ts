/** As much of JSON Schema as the seed's has. */
export interface Schema {
  type?: string
  description?: string
  properties?: Record<string, Schema>
  required?: readonly string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  enum?: readonly unknown[]
  const?: unknown
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  format?: string
  maxLength?: number
  maxItems?: number
}

const isObject = (schema: unknown): schema is Schema => typeof schema === 'object' && schema !== null

/** `{ … }` of any JSON, such as the options of a connection. */
const isAny = (schema: Schema): boolean => schema.anyOf !== undefined && schema.anyOf.length > 3

const list = (values: readonly unknown[]): string => values.map(value => `\`${String(value)}\``).join(', ')

const plural = (type: string): string => (/^(object|text|URL)$/.test(type) ? `${type}s` : type)

const typeOf = (schema: Schema): string => {
  if (schema.const !== undefined) return list([schema.const])
  if (schema.enum) return list(schema.enum)
  if (schema.type === 'array')
    return `list of ${plural(typeOf(schema.items ?? {}))}${schema.maxItems ? `, at most ${schema.maxItems}` : ''}`
  if (schema.type === 'string') return schema.format === 'uri' ? 'URL' : 'text'
  if (schema.type === 'integer') return 'whole number'
  if (schema.oneOf || (schema.anyOf && !isAny(schema))) return 'one of the following'
  return schema.type ?? 'any JSON'
}

/** What lies below a schema in the file: members, and those of the items of a list. */
const inside = (schema: Schema, path: string): [path: string, schema: Schema, isRequired: boolean][] => {
  const { properties = {}, required = [], items, additionalProperties, oneOf = [] } = schema
  const more = isObject(additionalProperties) && isObject(additionalProperties.additionalProperties)
  return [
    ...Object.entries(properties).map(([name, member]): [string, Schema, boolean] => [
      `${path}${name}`,
      member,
      required.includes(name)
    ]),
    ...(items ? inside(items, `${path.replace(/\.$/, '')}[].`) : []),
    ...oneOf.flatMap(option => inside(option, path)),
    ...(more ? [[`${path}*`, additionalProperties, false] as [string, Schema, boolean]] : [])
  ]
}

const row = ([path, schema, isRequired]: [string, Schema, boolean]): string =>
  `| \`${path}\` | ${typeOf(schema)}${isRequired ? ', required' : ''} | ${schema.description ?? ''} |`

const rowsBelow = (schema: Schema, path: string): string[] =>
  inside(schema, path).flatMap(entry => [row(entry), ...rowsBelow(entry[1], `${entry[0]}.`)])

const section = (name: string, schema: Schema): string => {
  const rows = [...new Set(rowsBelow(schema, `${name}.`))]
  const table = ['| Key | Type | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
  return [
    `## \`${name}\``,
    `${typeOf(schema)[0]?.toUpperCase()}${typeOf(schema).slice(1)}. ${schema.description ?? ''}`.trim(),
    ...(rows.length > 0 ? [table] : [])
  ].join('\n\n')
}

const head = `# The seed of the local tenant

Written by \`npm run docs\` from the schema that checks a seed; not to be edited by hand.

\`a0seal tenant --seed FILE\` takes a JSON file. Every key is optional; what is left out is taken from the built-in seed. Without
\`--seed\` the seed follows from the policy: people of each connection it names who send its attributes, its applications, the deny
list of each connection as \`a0seal deny-list plan\` would have it, and the organizations its rules name.
\`npx a0seal tenant --print-seed\` prints that one to start from, or the built-in seed where there is no policy. A policy says
nothing of a connection's strategy, so it is guessed from the name, and some built-in applications stay. A key, strategy or grant type that is not known is refused, with its path.

Strategies and grant types are Auth0's.`

/** The page on what a seed may hold. */
export const seedPage = ({ properties = {} }: Schema): string =>
  `${[head, ...Object.entries(properties).map(([name, schema]) => section(name, schema))].join('\n\n')}\n`
