/** @typedef {import('../lib/core/auth0/json.js').JsonObject} JsonObject */

/** Six members of a profile, some of which a slot would hold. */
const person = { gender: 'female', ethnicity: ['zulu', 'scottish'], born: '1987-03-14', children: 2 }

/** @param {JsonObject} data @param {number} bytes of its JSON, filled up in one text @returns {JsonObject} */
const filled = (data, bytes) => {
  const rest = bytes - JSON.stringify({ ...data, token: '' }).length
  return { ...data, token: 'eyJhbGciOiJSUzI1NiJ9'.repeat(rest).slice(0, rest) }
}

/**
 * What is sealed: a profile's attributes, with an upstream token as the long one among them; and, to see what members cost
 * rather than bytes, a list of small objects.
 *
 * @type {Record<'200' | '2000' | 'members', JsonObject>}
 */
export const samples = {
  200: filled(person, 200),
  2000: filled(person, 2000),
  members: filled({ list: Array.from({ length: 20 }, () => person) }, 2000)
}
