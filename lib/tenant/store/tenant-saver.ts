import { createSaver, type Saver } from './data-file.js'
import type { TenantData } from './tenant-data.js'
import type { TenantStore } from './tenant-store.js'

interface TenantSaverOptions {
  store: TenantStore
  read: () => TenantData
  onSaveFailed: ((error: Error) => void) | undefined
}

/** Keeps a tenant in its data file. A write that failed is in the tenant's log, and the tenant goes on. */
export const createTenantSaver = (file: string, { store, read, onSaveFailed }: TenantSaverOptions): Saver =>
  createSaver(file, {
    tenant: store.id,
    read,
    failed(error) {
      store.log.add('w', { description: `The data file was not written: ${error.message}` })
      onSaveFailed?.(error)
    }
  })
