/** The message of anything an Action may throw. Never throws itself, whatever getters the thrown value has. */
export const messageOf = (thrown: unknown): string => {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown) || 'Unknown error'
  } catch {
    return 'Unknown error'
  }
}
