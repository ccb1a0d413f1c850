import type { Persona } from '../seed/schema.js'

/** Whom an identity provider knows: what it sends of them, and the metadata their new profile begins with. */
export type Person = Omit<Persona, 'password'>

export interface People {
  /** Somebody of this connection. */
  find(connection: string, userId: string): Person | undefined
  list(): readonly Person[]
}

/** The people of upstream identity providers. They never change, and are known there before they are users here. */
export const createPeople = (personas: readonly Persona[]): People => {
  const people = structuredClone(personas).map(({ password: _none, ...person }): Person => person)
  return {
    find: (connection, userId) =>
      people.find(person => person.connection === connection && person.profile.user_id === userId),
    list: () => people
  }
}
