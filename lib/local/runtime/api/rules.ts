/** `api.rules`. Rules and Actions never run in one transaction here, so no Rule was executed before an Action. */
export const createRules = () => ({
  wasExecuted: (_ruleId: string): boolean => false
})
