import type { JsonObject } from '../../../core/auth0/json.js'
import { jsonBytes } from '../../json.js'
import { assertText, parseObject } from '../arguments.js'
import type { ActionContext } from '../context.js'

const idMaxChars = 48
const membersMax = 24
const optionsMaxBytes = 24 * 1024
const fieldName = /^[a-zA-Z_][a-zA-Z0-9_]{0,49}$/

export interface PromptOptions {
  /** What the fields of the form are filled with. */
  fields?: Record<string, unknown>
  /** What the prompt can use on the server. */
  vars?: Record<string, unknown>
}

const parseMembers = (name: string, members: unknown): JsonObject => {
  const parsed = parseObject(name, members)
  if (Object.keys(parsed).length > membersMax)
    throw new Error(`No more than ${membersMax} ${name} are allowed.`)
  return parsed
}

/**
 * `api.prompt`: suspends the pipeline after this Action, which goes on in its resuming handler with `event.prompt`.
 * Not together with a redirect.
 */
export const createPrompt = ({ effects }: Pick<ActionContext, 'effects'>) => ({
  render(promptId: string, promptOptions: PromptOptions = {}): void {
    if (effects.redirect) throw new Error('One Action cannot both redirect and render a prompt.')
    if (effects.prompt) throw new Error('One Action can render one prompt.')
    assertText('prompt id', promptId, { maxChars: idMaxChars })
    const { fields = {}, vars = {}, ...unknown } = parseObject('prompt options', promptOptions ?? {})
    if (Object.keys(unknown).length > 0) throw new Error('The prompt options are fields and vars.')
    const prompt = { id: promptId, fields: parseMembers('fields', fields), vars: parseMembers('vars', vars) }
    if (!Object.keys(prompt.fields).every(name => fieldName.test(name))) {
      throw new Error('The name of a field must have 1 to 50 letters, digits or underscores, no digit first.')
    }
    if (jsonBytes({ fields: prompt.fields, vars: prompt.vars }) > optionsMaxBytes) {
      throw new Error(`The prompt options exceed ${optionsMaxBytes} bytes.`)
    }
    effects.prompt = prompt
  }
})
