import { afterAll, describe, expect, it } from 'vitest'
import { cases } from './cases.js'
import type { ContractCase, Observed, Subject } from './subject.js'

const assertObserved = async (
  subject: Subject,
  { contractCase, expected }: { contractCase: ContractCase; expected: Partial<Observed> }
) => {
  const observed = await subject.login(contractCase)
  const keys = Object.keys(expected) as (keyof Observed)[]
  expect(Object.fromEntries(keys.map(key => [key, observed[key]]))).toEqual(expected)
}

/** Each subject comes to what each case expects, or differs as it says. */
export const assertAgreement = (subjects: readonly Subject[]) => {
  afterAll(() => Promise.all(subjects.map(({ stop }) => stop?.())))

  describe.each(subjects)('$name', subject => {
    const { differences = {} } = subject

    it.each(cases.filter(({ name }) => !(name in differences)))('$name', contractCase =>
      assertObserved(subject, { contractCase, expected: contractCase.expected })
    )

    it.each(
      Object.entries(differences).map(([name, difference]) => [name, difference.reason, difference] as const)
    )('%s: differs, because %s', async (name, _reason, difference) => {
      const contractCase = cases.find(known => known.name === name)
      if (!contractCase) throw new TypeError('no such case')
      await expect(
        assertObserved(subject, { contractCase, expected: contractCase.expected }),
        'the subject agrees with the others now'
      ).rejects.toThrow('throws' in difference ? difference.throws : undefined)
      if ('instead' in difference) {
        await assertObserved(subject, { contractCase, expected: difference.instead })
      }
    })
  })
}
