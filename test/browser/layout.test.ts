import { expect, test } from 'vitest'
import { describeInBrowser } from './chromium.js'
import { imageFaults, layoutFaults, pageFaults } from './layout.js'

describeInBrowser('what is looked for on each page', pages => {
  test('is found: text upon text, what is too wide at one width, what cannot be read in one scheme', async () => {
    const { page } = await pages.open()
    const pageOf = (style: string, body: string) =>
      page.setContent(
        `<!doctype html><html lang="en"><title>x</title><style>${style}</style><body><main><h1>x</h1>${body}</main>`
      )
    await pageOf('', '<p>one</p>')
    expect(await pageFaults(page)).toEqual([])
    await pageOf('p{position:absolute;top:90px}', '<p>one</p><p>other</p>')
    expect(await layoutFaults(page)).toContain('390 px, light: intersect: P.null one and P.null other')
    await pageOf('p{width:900px}', '<p>wide</p>')
    const wide = await layoutFaults(page)
    expect(wide).toContain('390 px, dark: outside: P.null wide')
    expect(wide.filter(fault => fault.startsWith('1600'))).toEqual([])
    await pageOf('@media (prefers-color-scheme:dark){p{color:#eee}}', '<p>pale</p>')
    const pale = await pageFaults(page)
    expect(pale.map(fault => fault.split(': ').slice(0, 2).join(': '))).toEqual([
      '390 px, dark: color-contrast',
      '1600 px, dark: color-contrast'
    ])
  })

  test('is found in an image: text out of its box, text upon text, a style that is not there', async () => {
    const { page } = await pages.open()
    const image = (inner: string) =>
      page.goto(
        `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90" width="300" height="90"><rect class="paper" fill="#fff" width="300" height="90"/>${inner}</svg>`)}`
      )
    await image('<rect x="10" y="10" width="200" height="40"/><text x="20" y="30">short</text>')
    expect(await imageFaults(page)).toEqual([])
    await image('<rect x="10" y="10" width="40" height="40"/><text x="20" y="30">longer than it</text>')
    expect(await imageFaults(page)).toContain('390 px, light: outside: longer than it')
    await image('<text x="20" y="30">one</text><text x="25" y="32">two</text>')
    expect(await imageFaults(page)).toContain('1600 px, dark: intersect: one and two')
    await page.evaluate(`document.querySelector('.paper').removeAttribute('fill')`)
    expect(await imageFaults(page)).toContain('390 px, light: its style is missing')
  })
})
