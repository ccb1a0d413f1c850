import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** What axe-core has against a page: the rule, and where. Run past its Content-Security-Policy, which keeps scripts out. */
const axeFindings = async (page: Page): Promise<string[]> => {
  const isLoaded = await page.evaluate('"axe" in globalThis')
  if (!isLoaded) await page.evaluate(await readFile(axeFile, 'utf8'))
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ resultTypes: ['violations'], preload: false })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
  })
}

/**
 * What is wrong with where things are: two boxes of text that intersect, and elements that are wider than the window or than
 * what they are in. Of what scrolls in a box of its own, what can be seen counts. Evaluated in the page, so it is one text: this
 * project is compiled without the DOM.
 */
const measure = `(() => {
  const wrong = new Set()
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) wrong.add('the page is wider than its window: ' + root.scrollWidth)
  const nameOf = element => element.tagName + '.' + element.getAttribute('class') + ' ' + element.textContent.trim().slice(0, 40)
  // What is there for the ear alone is clipped to nothing.
  const isShown = element => element.checkVisibility() && !element.closest('option, script, style, title') &&
    !(element.closest('thead') && getComputedStyle(element.closest('thead')).clipPath !== 'none')
  const scrollers = [...document.querySelectorAll('body *')].filter(element => /auto|scroll/.test(getComputedStyle(element).overflowY))
  for (const element of document.querySelectorAll('body *')) {
    if (!isShown(element)) continue
    const box = element.getBoundingClientRect()
    if (box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1)) wrong.add('outside: ' + nameOf(element))
    if (element.scrollWidth > element.clientWidth + 1 && !element.closest('svg') && getComputedStyle(element).display !== 'inline' && !/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName))
      wrong.add('overflows: ' + nameOf(element))
  }
  const seen = (box, element) => {
    let { top, bottom } = box
    for (const scroller of scrollers) if (scroller !== element && scroller.contains(element)) {
      const frame = scroller.getBoundingClientRect()
      top = Math.max(top, frame.top)
      bottom = Math.min(bottom, frame.bottom)
    }
    return { left: box.left, right: box.right, top, bottom }
  }
  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement } = walker.currentNode
    if (!walker.currentNode.data.trim() || !isShown(parentElement)) continue
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    for (const rect of range.getClientRects()) {
      const box = seen(rect, parentElement)
      if (box.right - box.left > 1 && box.bottom - box.top > 1) texts.push({ box, parentElement })
    }
  }
  texts.sort((one, other) => one.box.top - other.box.top)
  for (const [index, { box: a, parentElement }] of texts.entries())
    for (let next = index + 1; next < texts.length && texts[next].box.top < a.bottom - 3; next += 1) {
      const { box: b, parentElement: other } = texts[next]
      const [width, height] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - b.top]
      if (width > 1.5 && height > 3) wrong.add('intersect: ' + nameOf(parentElement) + ' and ' + nameOf(other))
    }
  return [...wrong].slice(0, 10)
})()`

const widths = [390, 1_600] as const
const schemes = ['light', 'dark'] as const

/** Runs a check at each width and in each scheme: the page is laid out anew, not loaded anew, so what was opened and typed stays. */
const inAllLooks = async (page: Page, check: () => Promise<string[]>): Promise<string[]> => {
  const faults: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 1_000 })
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme })
      faults.push(...(await check()).map(fault => `${width} px, ${colorScheme}: ${fault}`))
    }
  }
  return faults
}

/** Where things are on a page as it is now. */
export const layoutFaults = (page: Page): Promise<string[]> => inAllLooks(page, () => page.evaluate(measure))

/** All that can be said against a page as it is now: where things are, and what axe-core finds. */
export const pageFaults = (page: Page): Promise<string[]> =>
  inAllLooks(page, async () => [
    ...((await page.evaluate(measure)) as string[]),
    ...(await axeFindings(page))
  ])

/** What is wrong with an image of lanes, where text is placed by the number of its characters: text outside of its box, or upon text. */
const measureImage = `(() => {
  const wrong = []
  const boxOf = element => ({ element, box: element.getBBox() })
  const { width, height } = document.documentElement.viewBox.baseVal
  const texts = [...document.querySelectorAll('text')].map(boxOf)
  const rects = [...document.querySelectorAll('rect:not(.paper)')].map(boxOf)
  const isIn = (inner, outer) => inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height
  for (const { element, box } of texts) {
    const around = rects.find(({ box: of }) => box.x >= of.x && box.x < of.x + of.width && box.y >= of.y && box.y < of.y + of.height)
    if (!isIn(box, around ? around.box : { x: 0, y: 0, width, height })) wrong.push('outside: ' + element.textContent)
  }
  for (const [index, { element, box: a }] of texts.entries())
    for (const { element: other, box: b } of texts.slice(index + 1))
      if (Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1 && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 3)
        wrong.push('intersect: ' + element.textContent + ' and ' + other.textContent)
  if (getComputedStyle(document.querySelector('.paper')).fill === 'rgb(0, 0, 0)') wrong.push('its style is missing')
  return wrong.slice(0, 10)
})()`

export const imageFaults = (page: Page): Promise<string[]> =>
  inAllLooks(page, () => page.evaluate(measureImage))
