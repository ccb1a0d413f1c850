import { customClaimsMaxBytes, metadataWriteMaxBytes } from '../core/auth0/limits.js'
import type { TriggerId } from './code/handlers.js'
import { readEvent } from './event.js'
import { jsonBytes } from './json.js'
import { type MetadataName, type ProfileUpdate, profileUpdate } from './metadata.js'
import type { ActionReport, FlowState, Outcome, Progress, RunResult } from './types.js'

const claimsProblem = ({ claims }: FlowState): string | undefined => {
  const token = (['idToken', 'accessToken'] as const).find(
    name => jsonBytes(claims[name]) > customClaimsMaxBytes
  )
  return token && `The custom claims of api.${token} exceed ${customClaimsMaxBytes} bytes.`
}

/** What stops tokens from being issued although every Action let the transaction pass. */
const completionProblem = (trigger: TriggerId, state: FlowState): string | undefined => {
  const { userId, connection } = state.exchange ?? {}
  if (trigger === 'custom-token-exchange' && userId === undefined && !connection)
    return 'The Actions set no user for this token exchange.'
  return claimsProblem(state)
}

const metadataBytes = (update: ProfileUpdate | undefined, { metadataBytes: earlier }: FlowState) => {
  const bytes = (name: MetadataName) => (earlier?.[name] ?? 0) + (update ? jsonBytes(update[name]) : 0)
  return { app_metadata: bytes('app_metadata'), user_metadata: bytes('user_metadata') }
}

/** The result of a run that did not fail yet: its one profile update, and the limits that apply to the whole of it. */
export const finish = (
  outcome: Outcome,
  actions: ActionReport[],
  { trigger, event }: { trigger: TriggerId; event: string },
  { state, pending }: Progress
): RunResult => {
  const hasWrites = pending.app_metadata.size + pending.user_metadata.size > 0
  const update = hasWrites ? profileUpdate(readEvent(event).user ?? {}, pending) : undefined
  const bytes = metadataBytes(update, state)
  const isTooMuch = Math.max(bytes.app_metadata, bytes.user_metadata) > metadataWriteMaxBytes
  const problem = isTooMuch
    ? `The metadata written in one session exceeds ${metadataWriteMaxBytes} bytes.`
    : outcome.type === 'completed' && completionProblem(trigger, state)
  if (problem) return { outcome: { type: 'failed', message: problem }, actions, state }
  const isSuspended = outcome.type !== 'completed' && outcome.type !== 'denied'
  return {
    outcome,
    actions,
    ...(update && { profileUpdate: update }),
    state: isSuspended && update ? { ...state, metadataBytes: bytes } : state
  }
}
