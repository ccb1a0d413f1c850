import type { ActionContext } from '../context.js'

/** `api.rules`: which Rules ran in this transaction, before the Actions. */
export const createRules = ({ executedRules }: Pick<ActionContext, 'executedRules'>) => ({
  wasExecuted: (ruleId: string): boolean => executedRules.includes(ruleId)
})
