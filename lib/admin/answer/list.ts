import { z } from 'zod'
import { type Call, request } from '../tenant-error.js'
import { badAnswer, checked } from './shape.js'

/** As much of a page of the SDK as is used: what it makes of another answer than a list is an empty one. */
interface Page {
  response: unknown
  hasNextPage(): boolean
  getNextPage(): PromiseLike<Page>
}

export interface ListOf<Item extends z.ZodType> {
  /** The member of a page that has the items. */
  member: string
  item: Item
  /** What an item is known by. */
  idOf(item: z.infer<Item>): string
}

const pageOf = <Item extends z.ZodType>(call: Call, { member, item }: ListOf<Item>, response: unknown) => {
  const shape = z.object({ [member]: z.array(item), total: z.number().nullish() })
  const page: Record<string, unknown> = checked(call, shape, response)
  return { items: page[member] as z.infer<Item>[], total: (page.total ?? undefined) as number | undefined }
}

/**
 * All items of a list, over all its pages: as many as it says there are, each once.
 *
 * @throws TenantError, also for an answer that is no list, pages that bring nothing new, and another count than the list says
 */
export const readList = <Item extends z.ZodType>(
  call: Call,
  list: ListOf<Item>,
  firstPage: () => PromiseLike<Page>
): Promise<z.infer<Item>[]> =>
  request(call, async () => {
    const found = new Map<string, z.infer<Item>>()
    let page = await firstPage()
    const { total } = pageOf(call, list, page.response)
    for (;;) {
      const { items, total: totalNow } = pageOf(call, list, page.response)
      if (totalNow !== total) throw badAnswer(call, 'the list was changed while it was read: run this again')
      const before = found.size
      for (const item of items) found.set(list.idOf(item), item)
      const isLast = !page.hasNextPage() || (total !== undefined && found.size >= total)
      if (found.size === before && !(isLast && items.length === 0))
        throw badAnswer(call, 'a further page of the list brings nothing new')
      if (isLast) break
      page = await page.getNextPage()
    }
    if (total !== undefined && found.size !== total)
      throw badAnswer(call, `the list has ${found.size} of the ${total} that it says there are`)
    return [...found.values()]
  })
