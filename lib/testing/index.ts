export type { CacheRecord, CacheStore } from '../runtime/api/cache-store.js'
export type { ApiOf } from '../runtime/api/triggers.js'
export type { HandlerName, TriggerId } from '../runtime/code/handlers.js'
export type { DirectoryEntry } from '../runtime/directory.js'
export type { Profile } from '../runtime/profile.js'
export type { RuleReport, RuleTenant, RuleWrite } from '../runtime/rules/rule-types.js'
export type { ActionReport, Denial, Outcome } from '../runtime/types.js'
export {
  type ActionSource,
  type Handlers,
  type LoadActionOptions,
  type LoadedAction,
  loadAction,
  type ModuleSources,
  type Secrets
} from './action.js'
export type { BuiltFlow, InsertedAction } from './built-flow.js'
export { fixtureTime, minutesFrom } from './clock.js'
export { type EventStreamEvent, eventStreamEvent } from './events/event-stream.js'
export {
  type CredentialsExchangeEvent,
  type CustomTokenExchangeEvent,
  credentialsExchangeEvent,
  credentialsExchangeSamples,
  customTokenExchangeEvent,
  customTokenExchangeSamples
} from './events/exchange.js'
export type { EventOf } from './events/fixtures.js'
export {
  type LoginPostIdentifierEvent,
  loginPostIdentifierEvent,
  loginPostIdentifierSamples,
  type SignupPostIdentifierEvent,
  signupPostIdentifierEvent,
  signupPostIdentifierSamples
} from './events/identifier.js'
export {
  type CustomEmailProviderEvent,
  type CustomPhoneProviderEvent,
  customEmailProviderEvent,
  customEmailProviderSamples,
  customPhoneProviderEvent,
  customPhoneProviderSamples,
  type SendPhoneMessageEvent,
  sendPhoneMessageEvent,
  sendPhoneMessageSamples
} from './events/message.js'
export type { Overrides } from './events/overrides.js'
export {
  type PasswordResetPostChallengeEvent,
  type PostChangePasswordEvent,
  passwordResetPostChallengeEvent,
  passwordResetPostChallengeSamples,
  postChangePasswordEvent,
  postChangePasswordSamples
} from './events/password.js'
export {
  type PostLoginEvent,
  postLoginEvent,
  postLoginSamples,
  refreshEvent
} from './events/post-login.js'
export {
  type PostUserRegistrationEvent,
  type PreUserRegistrationEvent,
  postUserRegistrationEvent,
  postUserRegistrationSamples,
  preUserRegistrationEvent,
  preUserRegistrationSamples
} from './events/registration.js'
export { type RuleContext, ruleContext, ruleUser } from './events/rule.js'
export { type ContinueOptions, type Run, runAction, runFlow } from './flow.js'
export type { ActionHandler } from './handler.js'
export { type A0sealMatchers, type MatcherResult, matchers, type ToHaveSealedOptions } from './matchers.js'
export type { FlowAction, Now, RunActionOptions } from './options.js'
export { type RuleRun, type RunRuleOptions, runRule, runRules } from './rule.js'
export type { RuleSource } from './rule-source.js'
export type { DroppedClaim, ProfileUpdate } from './run.js'
