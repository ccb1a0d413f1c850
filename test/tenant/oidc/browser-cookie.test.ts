import { describe, expect, test } from 'vitest'
import { browserCookie, browsersIn } from '../../../lib/tenant/oidc/browser-cookie.js'

const [one, two] = ['a'.repeat(22), 'b'.repeat(22)]

describe('the cookie of a browser', () => {
  test('is made up for one that shows none, and has a name of its own', () => {
    const made = browserCookie(undefined, 'did_1')
    const another = browserCookie('', 'did_1')
    expect(made.browser).toMatch(/^[\w-]{22}$/)
    expect(another.browser).not.toBe(made.browser)
    expect(another.name).not.toBe(made.name)
  })

  test('is the one that the browser shows', () => {
    const { name, browser } = browserCookie(undefined, 'did_1')
    expect(browserCookie(`other=1; ${name}=${browser}`, 'did_1')).toEqual({ name, browser })
  })

  test('is any of several', () => {
    const header = `did_1.aaaaaaaa=${one};did_1.bbbbbbbb=${two}`
    expect(browsersIn(header, 'did_1')).toEqual([one, two])
  })

  test.each([
    ['of another port', `did_10.aaaaaaaa=${one}`],
    ['of another use', `did_1_try=${one}`],
    ['that is no name with a part', `did_1=${one}`],
    ['without a value', 'did_1.aaaaaaaa'],
    ['that is empty', 'did_1.aaaaaaaa='],
    ['that would not do as a name', `did_1.aaaaaaaa="${'é '.repeat(10)}"`]
  ])('is none %s', (_name, header) => {
    expect(browsersIn(header, 'did_1')).toEqual([])
  })
})
