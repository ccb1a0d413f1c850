// The script of the inspector's page: shows new logins as they happen, opens sealed values with a key, and copies.
import { type Opened, openSealed, parseKeys } from './open-sealed.js'

/** As much of the DOM as this script touches. The project is compiled for Node, whose types have none of it. */
interface PageElement {
  textContent: string | null
  hidden: boolean
  value: string
  dataset: Record<string, string | undefined>
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
  parentElement: PageElement | null
  addEventListener(type: string, listener: () => void): void
  replaceWith(element: PageElement): void
}
interface PageDocument extends PageElement {
  visibilityState: 'visible' | 'hidden'
}
declare const document: PageDocument
declare const location: { href: string }
declare const navigator: { clipboard: { writeText(text: string): Promise<void> } }
declare const sessionStorage: {
  getItem(name: string): string | null
  setItem(name: string, value: string): void
}
declare const DOMParser: new () => { parseFromString(text: string, type: 'text/html'): PageDocument }
declare const EventSource: new (
  url: string
) => { close(): void; addEventListener(type: string, listener: () => void): void }

const keyField = () => document.querySelector('#keys textarea')

const show = (place: PageElement, result: Opened): void => {
  const [text, note] = [place.querySelector('pre'), place.querySelector('p')]
  if (!text || !note) return
  text.hidden = !result.ok
  text.textContent = result.ok ? JSON.stringify(result.data, null, 2) : ''
  note.textContent = result.ok ? result.binding : result.reason
}

/** Keys made for this tenant, once somebody has asked for them: beside what is pasted. */
let developmentKeys = ''

/** That they are asked for is kept from page to page; keys are not. */
const wanted = 'a0seal development keys'

const loadDevelopmentKeys = async (): Promise<void> => {
  const answer = await fetch('/inspector/development-keys')
  if (!answer.ok) return
  developmentKeys = await answer.text()
  sessionStorage.setItem(wanted, 'yes')
  await openAll()
}

const openAll = async (): Promise<void> => {
  const keys = [...parseKeys(keyField()?.value ?? ''), ...parseKeys(developmentKeys)]
  let opened = 0
  for (const sealed of document.querySelectorAll('.sealed')) {
    const place = sealed.querySelector('.opened')
    if (!place) continue
    const result =
      keys.length > 0 ? await openSealed(sealed.querySelector('.jwe')?.textContent ?? '', keys) : undefined
    place.hidden = result === undefined
    sealed.dataset.state = result?.ok ? 'open' : 'shut'
    if (result) show(place, result)
    if (result?.ok) opened += 1
  }
  const status = document.querySelector('#keys output')
  const hasText = (keyField()?.value ?? '').trim() !== ''
  if (status) {
    status.textContent = keys.length === 0 ? (hasText ? 'There is no key in that.' : '') : `${opened} opened.`
  }
}

/** Puts parts of the page as it is now in the place of those that are older. */
const refresh = async (): Promise<void> => {
  const answer = await fetch(location.href)
  if (answer.status >= 500) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  let isChanged = false
  for (const id of ['#logins', '#login']) {
    const [old, young] = [document.querySelector(id), fresh.querySelector(id)]
    if (!old || !young || old.dataset.version === young.dataset.version) continue
    old.replaceWith(young)
    isChanged = true
  }
  if (!isChanged) return
  enableCopying()
  await openAll()
}

/** Buttons that need this script are hidden without it. */
const enableCopying = (): void => {
  for (const button of document.querySelectorAll('.copied .copy')) {
    const { source: url } = button.dataset
    const source = button.parentElement?.querySelector('.source')
    const title = button.textContent
    button.hidden = false
    button.addEventListener('click', async () => {
      const text = url === undefined ? source?.value : await (await fetch(url)).text()
      await navigator.clipboard.writeText(text ?? '')
      button.textContent = 'Copied'
      setTimeout(() => {
        button.textContent = title
      }, 2_000)
    })
  }
}

let events: InstanceType<typeof EventSource> | undefined

/** A page nobody looks at gives its connection back: a browser has six of them for one tenant. */
const follow = (): void => {
  events?.close()
  events = undefined
  if (document.visibilityState === 'hidden') return
  const live = document.querySelector('#live')
  events = new EventSource('/inspector/events')
  events.addEventListener('open', () => {
    if (live) live.dataset.state = 'on'
    void refresh()
  })
  events.addEventListener('error', () => {
    if (live) live.dataset.state = 'off'
  })
  events.addEventListener('change', () => void refresh())
}

keyField()?.addEventListener('input', () => void openAll())
const keysButton = document.querySelector('#development-keys')
if (keysButton) {
  keysButton.hidden = false
  keysButton.addEventListener('click', () => void loadDevelopmentKeys())
  if (sessionStorage.getItem(wanted) !== null) void loadDevelopmentKeys()
}
enableCopying()
document.addEventListener('visibilitychange', follow)
follow()
