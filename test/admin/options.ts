/** Forty options such as connections have, with what is easily lost: members no type knows, secrets, odd texts, `null`. */
export const fortyOptions: Record<string, unknown> = {
  client_id: 'upstream-client',
  client_secret: 'TEST-SECRET-of-the-connection',
  scope: 'openid profile email',
  set_user_root_attributes: 'on_each_login',
  attributes: { email: { unique: false, identifier: { active: true }, profile_required: true } },
  attribute_map: { mapping_mode: 'use_map', attributes: { groups: '$' + '{context.tokenset.groups}' } },
  upstream_params: { screen_name: { alias: 'login_hint' } },
  fieldsMap: { email: ['http://schemas.test/emailaddress', 'mail'] },
  signingCert: '-----BEGIN CERTIFICATE-----\nMIIB/+==\n-----END CERTIFICATE-----\n',
  'https://dotted.name/x.y': 'dots $ and spaces',
  'unicode é 漢 \u2028 😀': 'é 漢 \u2028 😀 \\ " / \u0000',
  ['__proto__']: { polluted: true },
  toString: 'an inherited name',
  empty: {},
  none: null,
  list: [],
  nested: { a: { b: { c: [1, [2, [null]], { d: false }] } } },
  zero: 0,
  negative: -0.5,
  large: Number.MAX_SAFE_INTEGER,
  small: 1e-7,
  yes: true,
  no: false,
  blank: '',
  ...Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`unknown_option_${index}`, { index }]))
}
/** Without the deny list, as JSON text. */
export const restOf = (optionsText: string): string => {
  const { non_persistent_attrs, ...rest } = JSON.parse(optionsText)
  return JSON.stringify(rest)
}
