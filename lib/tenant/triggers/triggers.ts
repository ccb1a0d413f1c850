import type { Runtime } from '../../runtime/runtime.js'
import type { Execution, Report } from '../store/log.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type CredentialsExchange, createCredentialsExchange } from './credentials-exchange.js'
import { createPostLogin, type PostLogin, type PostLoginRun } from './post-login.js'
import { createRegister, type Register } from './registration.js'

/** The points of a tenant at which Actions run. */
export interface Triggers {
  postLogin: PostLogin
  credentialsExchange: CredentialsExchange
  /** Runs pre- and post-user-registration around the creation of a database user. */
  register: Register
}

export interface TriggersOptions {
  store: TenantStore
  runtime: Runtime
  /** Hears of each run of post-login, and takes no part in it. */
  onRun: (run: PostLoginRun) => void
  /** Hears of each run of another trigger, once it is over. */
  onExecution: (execution: Execution) => void
}

export const createTriggers = ({ store, runtime, onRun, onExecution }: TriggersOptions): Triggers => {
  const report: Report = run => onExecution(store.log.addExecution(run))
  return {
    postLogin: createPostLogin({ store, runtime, onRun }),
    credentialsExchange: createCredentialsExchange({ store, runtime, report }),
    register: createRegister({ store, runtime, report })
  }
}
