import type { Json } from '../../../core/auth0/json.js'
import { jsonBytes, toJson } from '../../json.js'
import { assertOneOf } from '../arguments.js'
import type { ActionContext } from '../context.js'
import { type SamlMethod, type SamlSetting, type SamlValue, samlSettings } from './saml-settings.js'

const attributesMax = 100
const nameMaxKilobytes = 1
const valueMaxKilobytes = 2

/** @throws Error unless it is a string of so many kB, as the profile counts them */
const assertSize = (what: string, value: unknown, maxKilobytes: number, kilobyte: number): void => {
  if (typeof value !== 'string') throw new TypeError(`The ${what} must be a string.`)
  if (Buffer.byteLength(value) > maxKilobytes * kilobyte)
    throw new Error(`The ${what} exceeds ${maxKilobytes} kB.`)
}

const assertSetting = (setting: SamlSetting, value: unknown, kilobyte: number): void => {
  const what = `SAML ${setting.name}`
  if (setting.kind === 'text') assertSize(what, value, setting.maxKilobytes, kilobyte)
  else if (setting.kind === 'word') assertOneOf(what, value, setting.words)
  else if (setting.kind === 'texts') {
    if (!Array.isArray(value) || value.length > setting.max) {
      throw new Error(`The ${what} must be a list of at most ${setting.max} strings.`)
    }
    for (const item of value) assertSize(what, item, setting.maxKilobytes, kilobyte)
  } else if (typeof value !== (setting.kind === 'flag' ? 'boolean' : 'number')) {
    throw new TypeError(`The ${what} must be a ${setting.kind === 'flag' ? 'boolean' : 'number'}.`)
  }
}

/** @throws Error unless it is a string, a number, a boolean or a list of these */
const assertAttributeValue = (value: unknown, kilobyte: number): void => {
  for (const item of Array.isArray(value) ? value : [value]) {
    if (typeof item === 'string') assertSize('SAML attribute value', item, valueMaxKilobytes, kilobyte)
    else if (typeof item !== 'boolean' && !Number.isFinite(item)) {
      throw new TypeError('The SAML attribute value must be a string, number or boolean, or a list of these.')
    }
  }
}

type AttributeValue = string | number | boolean | (string | number | boolean)[] | null | undefined

type SettingMethods<Api> = { [Method in SamlMethod]: (value: SamlValue<Method>) => Api }
type SamlResponse<Api> = SettingMethods<Api> & {
  setAttribute(attribute: string, value: AttributeValue): Api
}

/** `api.samlResponse`. An attribute set to null or undefined is taken out of the assertion. */
export const createSamlResponse = <Api>(
  { state, limits }: Pick<ActionContext, 'state' | 'limits'>,
  api: Api
): SamlResponse<Api> => {
  const kilobyte = limits.samlKilobyte
  const read = () => state.samlResponse ?? { attributes: {}, settings: {} }
  const setSetting = (method: SamlMethod, value: unknown): Api => {
    const setting = samlSettings[method]
    assertSetting(setting, value, kilobyte)
    const { attributes, settings } = read()
    state.samlResponse = { attributes, settings: { ...settings, [setting.name]: toJson(value) as Json } }
    return api
  }
  const setters = {} as Record<SamlMethod, (value: unknown) => Api>
  for (const method of Object.keys(samlSettings) as SamlMethod[]) {
    setters[method] = value => setSetting(method, value)
  }
  return Object.assign(setters as SettingMethods<Api>, {
    setAttribute(attribute: string, value: AttributeValue): Api {
      assertSize('name of a SAML attribute', attribute, nameMaxKilobytes, kilobyte)
      if (value !== null && value !== undefined) assertAttributeValue(value, kilobyte)
      const { attributes: before, settings } = read()
      const attributes = { ...before, [attribute]: toJson(value ?? null) as Json }
      if (Object.keys(attributes).length > attributesMax) {
        throw new Error(`No more than ${attributesMax} SAML attributes can be changed.`)
      }
      if (jsonBytes(attributes) > limits.samlBytes) {
        throw new Error(`The SAML attributes exceed ${limits.samlBytes} bytes.`)
      }
      state.samlResponse = { attributes, settings }
      return api
    }
  })
}
