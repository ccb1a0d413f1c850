// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of code, as they stand.

const notMade =
  'Noticed, but not by a test: the policies of the tests cannot be made then, no test runs, and Stryker counts only tests that ran and failed.'

/** @type {readonly import('./index.mjs').Equivalent[]} */
export const policy = [
  {
    file: 'lib/core/policy/define-policy.ts',
    line: 'const whenRead = <P extends PolicyInput>(make: () => Policy<P>): Policy<P> => {',
    from: '{ let made: Policy<P> | undefined const descriptors = memberNames.map(member => { const get = () => { made ??= make() return made[member] } return [member, { enumerable: true, get }] }) return Object.defineProperties({}, Object.fromEntries(descriptors)) as Policy<P> }',
    to: '{}',
    because: notMade
  },
  {
    file: 'lib/core/policy/define-policy.ts',
    line: 'const descriptors = memberNames.map(member => {',
    from: '{ const get = () => { made ??= make() return made[member] } return [member, { enumerable: true, get }] }',
    to: '{}',
    because: notMade
  },
  {
    file: 'lib/core/policy/define-policy.ts',
    line: 'return [member, { enumerable: true, get }]',
    from: '[member, { enumerable: true, get }]',
    to: '[]',
    because: notMade
  },
  {
    file: 'lib/core/policy/define-policy.ts',
    line: "typeof input === 'function' ? whenRead(() => forEnvironment(defaultEnvironment)) : policyOf(input)",
    from: "typeof input === 'function'",
    to: 'false',
    because: notMade
  },
  {
    file: 'lib/core/policy/define-policy.ts',
    line: "typeof input === 'function' ? whenRead(() => forEnvironment(defaultEnvironment)) : policyOf(input)",
    from: "'function'",
    to: '""',
    because: notMade
  },
  {
    file: 'lib/core/policy/triggers/shape.ts',
    line: 'triggerIds.map(trigger => {',
    from: '{ const offered = ourActions.filter(action => action.trigger === trigger).map(({ name }) => name) return [trigger, listOffering(offered)] }',
    to: '{}',
    because: notMade
  },
  {
    file: 'lib/core/policy/check.ts',
    line: "forAny ?? byName.get(names.find(name => byName.has(name)) ?? '')",
    from: "''",
    to: '"Stryker was here!"',
    because: 'No application of a policy has such a name.'
  },
  {
    file: 'lib/core/policy/check.ts',
    line: 'for (const name of names ?? []) if (!setters.byName.has(name)) setters.byName.set(name, path)',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No application of a policy has such a name.'
  },
  {
    file: 'lib/core/policy/checks/release.ts',
    line: 'for (const [index, rule] of Array.isArray(written) ? written.entries() : []) {',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'A letter is no rule: it names nothing.'
  },
  {
    file: 'lib/core/policy/triggers/shape.ts',
    line: 'export const triggerList = listOffering([])',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'Nobody writes an Action of such a name.'
  },
  {
    file: 'lib/core/policy/check.ts',
    line: "...(userMetadataClaim ? [{ ...ofAll, path: 'userMetadataClaim', claim: 'user_metadata' }] : []),",
    from: '[]',
    to: '["Stryker was here"]',
    because: 'A text among the writers has no token and no claim: it meets none.'
  },
  {
    file: 'lib/core/policy/checks/claims.ts',
    line: '} else if (userControlled) {',
    from: '{ return }',
    to: '{}',
    because: 'Nothing follows.'
  },
  {
    file: 'lib/core/policy/checks/copy.ts',
    line: "const [first = '', ...rest] = field.split('.')",
    from: "''",
    to: '"Stryker was here!"',
    because: 'A text that is split has a first part: the default is for the compiler.'
  },
  {
    file: 'lib/core/policy/checks/copy.ts',
    line: "const userControlled = typeof entry === 'object' ? entry.userControlled : undefined",
    from: "typeof entry === 'object'",
    to: 'true',
    because: 'A text has no such member.'
  },
  {
    file: 'lib/core/policy/checks/recipients.ts',
    line: "typeof key.secret === 'string' ? key.secret : undefined",
    from: "typeof key.secret === 'string'",
    to: 'true',
    because: "What is there and no text was refused before: it has not the form of a secret's name."
  },
  {
    file: 'lib/core/policy/checks/release.ts',
    line: "yield* checkUserMadeClaim(path, own(rule.claims, name) ?? '', { namespace, userControlled })",
    from: "''",
    to: '"Stryker was here!"',
    because:
      'What is released in clear has a claim for each of its attributes: the default is for the compiler.'
  },
  {
    file: 'lib/core/policy/checks/slots.ts',
    line: 'const entry = input.attributes?.[index]',
    from: 'input.attributes?.[index]',
    to: 'input.attributes[index]',
    because: 'Attributes come of the input: where one is, it is there.'
  },
  {
    file: 'lib/core/policy/checks/slots.ts',
    line: "const isAccepted = input.acceptLimitations ?? (typeof entry === 'object' && entry.acceptLimitations)",
    from: "typeof entry === 'object'",
    to: 'true',
    because: 'A text has no such member.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: 'const key = action.name.toLowerCase()',
    from: 'action.name.toLowerCase()',
    to: 'action.name.toUpperCase()',
    because: 'Names that a folder takes for one are one in either case.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "if (written.length === 2 || written[0]?.kind === 'deployed')",
    from: 'written[0]?.kind',
    to: 'written[0].kind',
    because: 'One of the two is written in the policy: what stands there by default has no name twice.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "written[0]?.path ?? '',",
    from: 'written[0]?.path',
    to: 'written[0].path',
    because: 'One of the two is written in the policy: what stands there by default has no name twice.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "written[0]?.path ?? '',",
    from: "''",
    to: '"Stryker was here!"',
    because: 'One of the two is written in the policy: what stands there by default has no name twice.'
  },
  {
    file: 'lib/core/policy/checks/triggers.ts',
    line: "if (released >= 0 && indexOf('seal-attributes') > released)",
    from: "indexOf('seal-attributes') > released",
    to: "indexOf('seal-attributes') >= released",
    because: 'Two Actions do not stand in one place.'
  },
  {
    file: 'lib/core/policy/policy-shape.ts',
    line: "check?.('', value).every(({ isUnknown }: Fault) => isUnknown) === true",
    from: "''",
    to: '"Stryker was here!"',
    because: 'Only whether something is wrong is asked here, not where.'
  },
  {
    file: 'lib/core/policy/policy-shape.ts',
    line: 'const given = isPlainObject(input) ? Object.entries(input) : []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'No member of a policy has such a name.'
  },
  {
    file: 'lib/core/policy/rights.ts',
    line: '.match(/\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lo}+/gu)',
    from: '/\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lo}+/gu',
    to: '/\\p{Lu}+(?!\\p{Ll})|\\p{Lu}?\\p{Ll}+|\\p{Lo}/gu',
    because: 'No right is written in letters that have no case.'
  },
  {
    file: 'lib/core/policy/rights.ts',
    line: '?.map(word => word.toLowerCase()) ?? []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'Reads like no right either.'
  },
  {
    file: 'lib/core/policy/secrets.ts',
    line: "policy.slots[slot]?.mode === 'write-only' ? 'public keys' : 'secret keys'",
    from: 'policy.slots[slot]?.mode',
    to: 'policy.slots[slot].mode',
    because: 'The slot is there: the question mark is for the compiler.'
  },
  {
    file: 'lib/core/policy/secrets.ts',
    line: 'if (keys) release[keys] = contentOf(rule.slot)',
    from: 'keys',
    to: 'true',
    because: 'A checked rule names a slot, which has its keys: the condition is for the compiler.'
  },
  {
    file: 'lib/core/policy/secrets.ts',
    line: 'const recipients = rule.audience ? [rule.key] : applications.map(name => policy.applications[name]?.key)',
    from: 'policy.applications[name]?.key',
    to: 'policy.applications[name].key',
    because: 'A checked rule names applications of the policy: the question mark is for the compiler.'
  },
  {
    file: 'lib/core/policy/triggers/input.ts',
    line: "const nameOfFile = (file: string): string => file.replace(/^.*[/\\\\]/, '').replace(/\\.[cm]?[jt]s$/, '')",
    from: '/^.*[/\\\\]/',
    to: '/.*[/\\\\]/',
    because: 'The longest match begins at the start.'
  },
  {
    file: 'lib/core/policy/triggers/input.ts',
    line: "const nameOfFile = (file: string): string => file.replace(/^.*[/\\\\]/, '').replace(/\\.[cm]?[jt]s$/, '')",
    from: '/\\.[cm]?[jt]s$/',
    to: '/\\.[cm]?[jt]s/',
    because: 'Where it stands twice, what is left has a dot, and is refused as a name either way.'
  },
  {
    file: 'lib/core/policy/triggers/shape.ts',
    line: 'const names: unknown[] = Array.isArray(value) ? value : isPlainObject(value) ? Object.keys(value) : []',
    from: '[]',
    to: '["Stryker was here"]',
    because: 'One name is neither too many nor there twice.'
  },
  {
    file: 'lib/core/policy/triggers/shape.ts',
    line: "if (twice >= 0) faults.push(fault(`${path}[${twice}]`, 'is there twice'))",
    from: 'twice >= 0',
    to: 'twice > 0',
    because: 'What is there twice is found at its second place, which is not the first.'
  }
]
