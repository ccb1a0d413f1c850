import type { SeedRule } from '../seed/schema.js'
import { newId } from './ids.js'

export interface Rule {
  id: string
  name: string
  script: string
  order: number
  enabled: boolean
  stage: 'login_success'
}

export interface RulesData {
  rules: Rule[]
  rulesConfigs: Record<string, string>
}

/** Puts a Rule behind those that are there, unless it names its place. */
export const addRule = ({ rules }: RulesData, { name, script, order, enabled = true }: SeedRule): Rule => {
  const next = Math.max(0, ...rules.map(rule => rule.order)) + 1
  const rule: Rule = {
    id: newId('rul'),
    name,
    script,
    order: order ?? next,
    enabled,
    stage: 'login_success'
  }
  rules.push(rule)
  return rule
}

/** Adds the Rules of a seed, and sets its configuration. */
export const seedRules = (
  data: RulesData,
  seed: { rules: readonly SeedRule[]; rulesConfigs: Readonly<Record<string, string>> },
  isNew: (name: string) => boolean
): void => {
  for (const rule of seed.rules) if (isNew(`rule:${rule.name}`)) addRule(data, rule)
  for (const [key, value] of Object.entries(seed.rulesConfigs)) {
    if (isNew(`rules-config:${key}`)) data.rulesConfigs[key] = value
  }
}

/** The Rules that run, in their order. */
export const enabledRules = ({ rules }: Pick<RulesData, 'rules'>): Rule[] =>
  rules.filter(({ enabled }) => enabled).sort((a, b) => a.order - b.order)
