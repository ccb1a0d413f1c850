import { html } from 'hono/html'
import type { ShownFinding } from '../findings.js'
import { command } from './lanes.js'
import type { Html } from './value.js'

/** What is not as it must be, each with the command that mends it. */
export const findingsList = (findings: readonly ShownFinding[]): Html =>
  findings.length === 0
    ? html``
    : html`<ul class="findings" aria-label="To mend">${findings.map(
        ({ tone, text, mend }) =>
          html`<li class="${tone}"><span class="mark" aria-hidden="true">${tone === 'bad' ? '✕' : '!'}</span> ${text}: ${command(mend)}</li>`
      )}</ul>`
