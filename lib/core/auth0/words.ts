/** The members of a list in one text, as the scopes of a request are; none where it is no text. */
export const words = (value: unknown): string[] =>
  typeof value === 'string' ? value.split(' ').filter(Boolean) : []
