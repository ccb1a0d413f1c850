import { cpus } from 'node:os'
import { median, ratioOf } from './measure.mjs'

/**
 * @typedef {import('./run.mjs').Measured} Measured
 * @typedef {import('./run.mjs').Verdict} Verdict
 * @typedef {import('./bundles.mjs').SealBundle} SealBundle
 */

/** @type {Record<string, string>} */
const titles = {
  floor: 'floor: raw AES-256-GCM, no header, no binding',
  'ours-dir': 'a0seal `dir`',
  'ours-a256kw': 'a0seal A256KW',
  'ours-p256': 'a0seal ECDH-ES P-256',
  'ours-x25519': 'a0seal ECDH-ES X25519',
  'jose-dir': 'jose `dir`',
  'jose-a256kw': 'jose A256KW',
  'jose-p256': 'jose ECDH-ES P-256',
  'jose-x25519': 'jose ECDH-ES X25519',
  iron: '@hapi/iron',
  cloak: '@47ng/cloak (binds nothing)',
  naive: 'scrypt for each call + GCM, as in blog posts'
}

/** Two figures: no more than a noisy machine gives. @param {number} number */
const short = number => (number < 99.5 ? number.toPrecision(2) : String(Math.round(number)))

/** @param {number} number */
const exact = number => (number < 99.5 ? number.toFixed(2) : String(Math.round(number)))

/** @param {string[]} head @param {string[][]} rows */
const table = (head, rows) =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n')

/** @param {Measured} measured @param {string} sample @param {Record<string, SealBundle>} bundles */
const speedTable = ({ speed, characters }, sample, bundles) => {
  const { seal = {}, open = {} } = speed[sample] ?? {}
  const cells = (/** @type {Record<string, number[]>} */ times, /** @type {string} */ name) => [
    short(median(times[name] ?? [])),
    short(ratioOf(times[name] ?? [], times.floor ?? []))
  ]
  return table(
    ['', 'seal, µs', '× floor', 'open, µs', '× floor', 'characters'],
    Object.keys(bundles).map(name => [
      titles[name] ?? name,
      ...cells(seal, name),
      ...cells(open, name),
      String(characters[sample]?.[name])
    ])
  )
}

/** @param {Measured} measured @param {Record<string, SealBundle>} bundles */
const startTable = ({ cold }, bundles) =>
  table(
    ['', 'require → first seal, ms', '× floor', 'bundle, bytes', 'minified'],
    Object.entries(bundles).map(([name, { bytes, minifiedBytes }]) => {
      const times = cold[name] ?? []
      const ratio = ratioOf(times, cold.floor ?? [])
      return [titles[name] ?? name, short(median(times)), short(ratio), String(bytes), String(minifiedBytes)]
    })
  )

/** @param {import('./logins.mjs').LoginRow[]} logins */
const loginTable = logins =>
  table(
    ['', 'a0seal, µs', 'raw, µs', '×'],
    logins.map(({ name, oursUs, rawUs, ratio }) => [name, short(oursUs), short(rawUs), exact(ratio)])
  )

/** @param {import('./inspector.mjs').InspectorRow} row */
const inspectorTable = ({ logins, firstMs, againMs, lastPageMs, inspectorMB, tenantMB }) =>
  table(
    [`with ${logins.toLocaleString('en')} logins`, ''],
    [
      ['first page of the list, before any is explained, ms', short(firstMs)],
      ['first page again, ms', short(againMs)],
      ['last page, ms', short(lastPageMs)],
      ['what the inspector holds, MB', short(inspectorMB)],
      ['what the tenant itself keeps of as many, MB', short(tenantMB)]
    ]
  )

/** @param {Record<string, number>} scripts */
const scriptTable = scripts =>
  table(
    ['', 'seconds'],
    Object.entries(scripts).map(([script, seconds]) => [`\`npm run ${script}\``, short(seconds)])
  )

/** @param {Verdict[]} verdicts */
const gateTable = verdicts =>
  table(
    ['gate', 'at most', 'measured', ''],
    verdicts.map(({ gate, value, isHeld, tries }) => [
      gate.name,
      exact(gate.atMost),
      exact(value),
      `${isHeld ? 'held' : 'MISSED'}${tries > 1 ? `, try ${tries}` : ''}`
    ])
  )

/**
 * The report, as Markdown.
 *
 * @param {Measured} measured
 * @param {object} facts
 * @param {Record<string, SealBundle>} facts.bundles
 * @param {Verdict[]} facts.verdicts
 * @param {import('./logins.mjs').LoginRow[]} facts.logins
 * @param {import('./inspector.mjs').InspectorRow} facts.inspector
 * @param {Record<string, number>} facts.scripts seconds
 * @param {number} facts.auth0IdCharacters
 * @param {boolean} facts.isQuick
 */
export const reportOf = (
  measured,
  { bundles, verdicts, logins, inspector, scripts, auth0IdCharacters, isQuick }
) => `# a0seal: benchmark

Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${isQuick ? 'quick' : 'full'} run.
Medians of rounds in which all take their turn; × is the median of the rounds' ratios to the floor. Read the ratios: the
microseconds are this machine's. The floor is AES-256-GCM by \`createCipheriv\`, with JSON and base64url, and nothing else.

## Gates

A gate that is missed is measured once more before it counts: other work on the machine can miss it too.

${gateTable(verdicts)}

## A 200-byte object

${speedTable(measured, '200', bundles)}

Tenant, user id and slot have 34 characters together; each further one adds 4/3. With the 30 characters of a user id of
Auth0's own databases the \`dir\` value has ${auth0IdCharacters}. jose does not pad.

## A 2,000-byte object

Its length is mostly one text, an upstream token.

${speedTable(measured, '2000', bundles)}

## A 2,000-byte object of 20 small ones

What members cost, rather than bytes: each is checked and sorted before it is sealed. No gate.

${speedTable(measured, 'members', bundles)}

## Start

A fresh process each time, the sealing half of the bundle alone, \`crypto\` loaded, keys parsed. All are bundled as
the build does it.

${startTable(measured, bundles)}

## Logins

Built Actions with \`bench/login.policy.ts\`, a 200-byte object at rest, against the cryptography that the login cannot do without.

${loginTable(logins)}

## Inspector

The local tenant's page, with all the logins it keeps: refreshes of one user, under \`bench/login.policy.ts\`. No gate.

${inspectorTable(inspector)}

## Scripts

${scriptTable(scripts)}
`
