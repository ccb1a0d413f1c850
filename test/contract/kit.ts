import { type FlowAction, postLoginEvent, runFlow } from '../../lib/testing/index.js'
import type { ContractCase, Observed, Subject } from './subject.js'

const flowOf = ({ actions }: ContractCase): FlowAction[] =>
  actions.map(({ code, name, ...own }, index) => ({
    action: { code },
    name: name ?? `action-${index + 1}`,
    ...own
  }))

/** The testing kit, in this thread or isolated. */
export const kit = ({ isolate }: { isolate: boolean }): Subject => ({
  name: isolate ? 'the kit, isolated' : 'the kit',
  async login(contractCase): Promise<Observed> {
    let run = await runFlow(flowOf(contractCase), { event: postLoginEvent(contractCase.event), isolate })
    for (const { token } of contractCase.returns ?? []) run = await run.continueWith(token ? { token } : {})
    const reason = run.denied?.reason ?? run.error
    return {
      outcome: run.outcome.type,
      ...(reason !== undefined && { reason }),
      claims: run.claims,
      dropped: run.dropped.map(({ token, claim, reason: why }) => ({ token, claim, reason: why })),
      appMetadata: run.appMetadata,
      userMetadata: run.userMetadata,
      writes: run.writes.length,
      logs: run.logs,
      executions: run.actions.map(({ name, handler }) => `${name} ${handler}`)
    }
  }
})
