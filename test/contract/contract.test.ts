import { afterAll, describe, expect, it } from 'vitest'
import { cases } from './cases.js'
import { kit } from './kit.js'
import { tenant } from './tenant.js'
import { worker } from './worker.js'

const subjects = [kit({ isolate: false }), kit({ isolate: true }), worker(), tenant()]
afterAll(() => Promise.all(subjects.map(({ stop }) => stop?.())))

describe.each(subjects)('$name', subject => {
  it.each(cases)('$name', async contractCase => {
    const observed = await subject.login(contractCase)
    const keys = Object.keys(contractCase.expected) as (keyof typeof observed)[]
    expect(Object.fromEntries(keys.map(key => [key, observed[key]]))).toEqual(contractCase.expected)
  })
})
