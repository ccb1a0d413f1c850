import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe-core has against a page: the rule, and where. Run past its Content-Security-Policy, which keeps scripts out. */
export const axeFindings = async (page: Page): Promise<string[]> => {
  await page.evaluate(await readFile(axeFile, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

/**
 * What is wrong with where things are: two boxes of text that intersect, and elements that are wider than the window or than
 * what they are in. Evaluated in the page, so it is one text: this project is compiled without the DOM.
 */
const measure = `(() => {
  const wrong = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) wrong.push('the page is wider than its window: ' + root.scrollWidth)
  const nameOf = element => element.tagName + '.' + element.className + ' ' + element.textContent.trim().slice(0, 40)
  const isShown = element => element.checkVisibility() && !element.closest('thead, option, nav')
  for (const element of document.querySelectorAll('body *')) {
    if (!isShown(element)) continue
    const box = element.getBoundingClientRect()
    if (box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1)) wrong.push('outside: ' + nameOf(element))
    if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline' && !/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName))
      wrong.push('overflows: ' + nameOf(element))
  }
  const texts = []
  const walker = document.createTreeWalker(document.querySelector('main') || document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode
    if (!walker.currentNode.data.trim() || !isShown(parentElement)) continue
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    for (const box of range.getClientRects()) if (box.width > 1 && box.height > 1) texts.push({ box, parentElement })
  }
  for (const [index, { box: a, parentElement }] of texts.entries())
    for (const { box: b, parentElement: other } of texts.slice(index + 1)) {
      const [width, height] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)]
      if (width > 1.5 && height > 3) wrong.push('intersect: ' + nameOf(parentElement) + ' and ' + nameOf(other))
    }
  return [...new Set(wrong)].slice(0, 10)
})()`

export const layoutFaults = (page: Page): Promise<string[]> => page.evaluate(measure)
