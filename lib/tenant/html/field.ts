import { html } from 'hono/html'

type Html = ReturnType<typeof html>

export interface Field {
  label: string
  name: string
  type?: 'text' | 'email' | 'password'
  autocomplete?: string
  /** What was typed before. Never of a password. */
  value?: string | undefined
  isRequired?: boolean
  /** What one should know before one types. */
  hint?: string | undefined
  /** What is wrong with what was typed. */
  error?: string | undefined
  maxChars?: number
  /** `numeric` shows digits on a telephone. */
  inputMode?: 'numeric'
}

/** A field with its hint, and with what is wrong with it beside it: whoever reads by ear hears both with its name. */
export const field = (of: Field): Html => {
  const { label, name, type = 'text', autocomplete = 'off', value = '', hint, error } = of
  const id = `field-${name.replace(/[^\w-]/g, '-')}`
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
  const describedBy = described.filter(Boolean).join(' ')
  return html`
<div>
<label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${value}"${
    of.isRequired ? html` required` : ''
  }${of.maxChars === undefined ? '' : html` maxlength="${of.maxChars}"`}${
    of.inputMode === undefined ? '' : html` inputmode="${of.inputMode}"`
  }${describedBy === '' ? '' : html` aria-describedby="${describedBy}"`}${
    error === undefined ? '' : html` aria-invalid="true" autofocus`
  }>
${hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${hint}</p>`}
${error === undefined ? '' : html`<p class="error" id="${id}-error">${error}</p>`}
</div>`
}
