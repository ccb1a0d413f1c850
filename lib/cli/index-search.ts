import { text } from 'node:stream/consumers'
import { Command } from 'commander'
import { readPolicy } from '../builder/policy-file.js'
import { A0sealError } from '../core/errors.js'
import { parseIndexKeys, searchQuery } from '../core/seal/blind-index.js'
import type { Terminal } from './terminal.js'

export const createIndexCommand = ({ env: environment, stdin, printJson, printLine }: Terminal): Command =>
  new Command('index')
    .description(
      'print the user search (`q`) that finds a value by its blind index; the value is read from standard input'
    )
    .requiredOption('--tenant <id>', "the tenant's id, as in `event.tenant.id`")
    .requiredOption('--attribute <name>', 'the indexed attribute')
    .option('--config <file>', 'the policy; default: a0seal.config.ts, .mts, .js or .mjs')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', '\nThe index keys are read from the environment: A0SEAL_INDEX_KEYS.')
    .action(async ({ tenant, attribute, config, env, json }) => {
      const { slots } = await readPolicy({ config, env })
      const indexed = Object.entries(slots).flatMap(([slot, { attributes }]) =>
        attributes.flatMap(({ name, indexPlace }) =>
          name === attribute && indexPlace ? [{ slot, indexPlace }] : []
        )
      )
      const [found] = indexed
      if (!found) throw new A0sealError('ERR_USAGE', 'the policy has no index of this attribute')
      const keys = parseIndexKeys(environment.A0SEAL_INDEX_KEYS)
      const value = (await text(stdin)).replace(/\r?\n$/, '')
      const q = searchQuery(value, found.indexPlace, { tenant, slot: found.slot, attribute }, keys)
      if (json) printJson({ q, search_engine: 'v3' })
      else printLine(q)
    })
