import type { Area } from '../lib/admin/doctor/facts.js'
import type { Row } from '../lib/admin/doctor/row.js'

const intro = `# What \`a0seal doctor\` finds

Made of the checks by \`npm run docs\`.

\`a0seal doctor [--config FILE] [--env NAME] [--dist DIR] [--keys NAME=FILE] [--only D03,D05] [--fail-on error|warning] [--json]\`
reads the configuration of a tenant once, compares it with the policy, and writes nothing. Users are counted for D14, and not
looked at.

- **Levels.** An error means that data is stored in clear, is being lost, or goes to nobody or the wrong one. A warning may be
  meant, and then belongs among the ignored. \`unknown\` is what could not be read: the finding names the scope that is missing,
  or says that no scope helps, as where the plan of the tenant is without it: known to be none there, it may be ignored too.
- **Exit code.** 0: nothing; 1: an error, a warning (not with \`--fail-on error\`), or something unknown; 2: wrongly used.
- **\`fix\`** is a command of ours, or one sentence of what to do where. After a fix, run doctor again. What nobody seals is not
  denied: \`a0seal deploy\` comes before \`a0seal deny-list apply\`.
- **Code is read, not understood.** An Action that makes up names, or hides a call behind another name, is not found.
- **Keys** are compared by their ids, with those in the first line of each deployed Action. Without keys at hand, the Actions are
  compared with each other. \`a0deploy import\` writes no ids there, so that D05 says after it that nothing tells what a secret holds.

What is known and meant is ignored by id and subject until a day, the last on which it is:

\`\`\`ts
doctor: {
  ignore: [{ id: 'D06', subject: 'all-applications', reason: 'tried with a second factor', until: '2027-06-30' }]
}
\`\`\`

| id | level | finding | scopes | documentation |
|---|---|---|---|---|
`

/** docs/doctor.md */
export const doctorPage = (
  table: readonly Row[],
  scopesOf: { readonly [A in Area]: readonly string[] }
): string => {
  const byId = [...table].sort((one, other) => one.id.localeCompare(other.id))
  const rows = byId.map(({ id, level, title, why, needs, doc }) => {
    const scopes = needs.flatMap(area => scopesOf[area]).map(scope => `\`${scope}\``)
    return `| ${id} | ${level} | **${title}**: ${why} | ${scopes.join(', ')} | [page](${doc}) |\n`
  })
  return intro + rows.join('')
}
