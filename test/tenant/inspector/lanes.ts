/** The text of a page, without its markup. */
export const textOf = (html: string): string =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** What a picture says of an attribute: a text for each station. Empty where it has no such lane. */
export const laneOf = (html: string, name: string): Record<string, string> => {
  const row = html
    .split('<tr role="row" class="lane">')
    .slice(1)
    .find(text => text.includes(`<code>${name}</code>`))
  const cells = row?.split('</tr>')[0]?.split('<td').slice(1) ?? []
  return Object.fromEntries(
    cells.map(cell => {
      const [, title = '', rest = ''] = /<span class="name"[^>]*>(.*?)<\/span>(.*)/s.exec(cell) ?? []
      return [title, textOf(rest)]
    })
  )
}
