import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ruleFields } from '../seed/schema.js'
import { addRule, type Rule } from '../store/rules.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, refuse } from './errors.js'
import { defined, flag, readBody, readQuery } from './input.js'
import { selectFields, sendPage } from './paging.js'

const fields = { ...ruleFields, stage: z.literal('login_success') }
const createBody = z.strictObject(fields).partial().required({ name: true, script: true })
const patchBody = z.strictObject(ruleFields).partial()

const configBody = z.strictObject({ value: z.string().max(5_000) })
const configKey = /^[A-Za-z0-9_\-@*+:]{1,127}$/

/**
 * `/rules` and `/rules-configs`. Auth0 has let nobody edit a Rule since 2024-11-18 and has stopped running them; here
 * they can be put in place and run before the Actions, to migrate from.
 */
export const createRuleRoutes = ({ resources }: TenantStore) => {
  const ruleOf = (c: Context): Rule =>
    known(
      resources.rules.find(({ id }) => id === c.req.param('id')),
      'The rule does not exist',
      'inexistent_rule'
    )
  const inOrder = () => [...resources.rules].sort((a, b) => a.order - b.order)

  const problemOf = ({ name, order }: Partial<Pick<Rule, 'name' | 'order'>>, own?: Rule) => {
    const others = resources.rules.filter(rule => rule !== own)
    if (others.some(rule => rule.name === name)) return 'A rule with the same name already exists'
    return others.some(rule => rule.order === order) ? 'A rule with the same order already exists' : undefined
  }

  return new Hono<ManagementEnv>()
    .get('/rules', requireScope('read:rules'), c => {
      const { enabled } = readQuery(c, z.object({ enabled: flag.optional() }))
      const matching = inOrder().filter(rule => enabled === undefined || rule.enabled === enabled)
      return sendPage(c, 'rules', matching.map(selectFields(c)))
    })
    .post('/rules', requireScope('create:rules'), async c => {
      const { stage: _always, ...body } = await readBody(c, createBody)
      const problem = problemOf(defined(body))
      if (problem !== undefined) return refuse(c, 409, problem, 'rule_conflict')
      return c.json(addRule(resources, body), 201)
    })
    .get('/rules/:id', requireScope('read:rules'), c => c.json(selectFields(c)(ruleOf(c))))
    .patch('/rules/:id', requireScope('update:rules'), async c => {
      const rule = ruleOf(c)
      const body = await readBody(c, patchBody)
      const patch = defined(body)
      const problem = problemOf(patch, rule)
      if (problem !== undefined) return refuse(c, 409, problem, 'rule_conflict')
      return c.json(Object.assign(rule, patch))
    })
    .delete('/rules/:id', requireScope('delete:rules'), c => {
      resources.rules.splice(resources.rules.indexOf(ruleOf(c)), 1)
      return c.body(null, 204)
    })
    .get('/rules-configs', requireScope('read:rules_configs'), c =>
      c.json(Object.keys(resources.rulesConfigs).map(key => ({ key })))
    )
    .put('/rules-configs/:key', requireScope('update:rules_configs'), async c => {
      const key = c.req.param('key')
      const { value } = await readBody(c, configBody)
      if (!configKey.test(key))
        return refuse(c, 400, 'Path validation error: the key is not valid.', 'invalid_uri')
      resources.rulesConfigs[key] = value
      return c.json({ key })
    })
    .delete('/rules-configs/:key', requireScope('delete:rules_configs'), c => {
      delete resources.rulesConfigs[c.req.param('key')]
      return c.body(null, 204)
    })
}
