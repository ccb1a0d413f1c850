import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readList } from '../../../lib/admin/answer/list.js'

const call = { what: 'GET /things', scopes: [] }
const things = { member: 'things', item: z.object({ id: z.string() }), idOf: ({ id }: { id: string }) => id }
const ids = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: `t${from + index}` }))

/** Reads a list whose pages are these; the last one comes again and again, and says so where it is `endless`. */
const readPages = async (pages: unknown[], { isEndless = false } = {}) => {
  let asked = 0
  const page = {
    get response() {
      return pages[Math.min(asked, pages.length - 1)]
    },
    hasNextPage: () => isEndless || asked < pages.length - 1,
    async getNextPage() {
      asked += 1
      if (asked > 9) throw new Error('read without end')
      return page
    }
  }
  const outcome = await readList(call, things, async () => page).then(
    found => found.map(({ id }) => id).join(),
    error => `${error.status} ${error.message}`
  )
  return { outcome, asked: asked + 1 }
}

describe('a list', () => {
  it('is read over all its pages, in its order', async () => {
    expect(await readPages([{ things: [] }])).toEqual({ outcome: '', asked: 1 })
    expect(await readPages([{ things: ids(0, 2) }, { things: ids(2, 3) }])).toEqual({
      outcome: 't0,t1,t2',
      asked: 2
    })
    expect(await readPages([{ things: ids(0, 2) }, { things: [] }])).toMatchObject({ outcome: 't0,t1' })
  })

  it('ends where as many are there as it says', async () => {
    const page = { things: ids(0, 2), total: 2 }
    expect(await readPages([page], { isEndless: true })).toEqual({ outcome: 't0,t1', asked: 1 })
  })

  it.each([
    ['{}', {}],
    ['null', null],
    ['a number', 7],
    ['a text', 'abc'],
    ['nothing', undefined],
    ['a bare list', []],
    ['a list that is null', { things: null }],
    ['a list that is a text', { things: 'abc' }],
    ['an object for a list', { things: { 0: { id: 't0' } } }],
    ['an item that is null', { things: [null] }],
    ['an item without what it is known by', { things: [{ name: 'x' }] }],
    ['a count that is none', { things: [], total: '0' }]
  ])('is none where the answer is %s, first or later', async (_name, answer) => {
    for (const pages of [[answer], [{ things: ids(0, 2) }, answer]])
      expect((await readPages(pages)).outcome).toMatch(
        /^200 GET \/things: the answer is not what it should be/
      )
  })

  it.each([
    ['fewer', { things: ids(0, 2), total: 3 }],
    ['more', { things: ids(0, 4), total: 3 }],
    ['one twice', { things: [...ids(0, 2), { id: 't0' }], total: 3 }],
    ['none', { things: [], total: 3 }]
  ])('is refused with %s than it says there are', async (_name, page) => {
    expect((await readPages([page])).outcome).toMatch(/^200 GET \/things: the list has \d of the 3/)
  })

  it.each([
    ['ignores which page is asked for', [{ things: ids(0, 2) }]],
    ['brings nothing and says there is more', [{ things: ids(0, 2) }, { things: [] }]]
  ])('ends where the tenant %s', async (_name, pages) => {
    expect(await readPages(pages, { isEndless: true })).toEqual({
      outcome: '200 GET /things: a further page of the list brings nothing new',
      asked: 2
    })
  })

  it('is refused where it changes while it is read', async () => {
    const pages = [
      { things: ids(0, 2), total: 4 },
      { things: ids(3, 5), total: 3 }
    ]
    expect((await readPages(pages)).outcome).toContain('was changed while it was read')
  })
})
