import { expect, it } from 'vitest'
import { checkCode } from '../../../lib/runtime/code/check-code.js'

it.each([
  ['exports.onExecutePostLogin = async event => {}'],
  ['#!/usr/bin/env node\nrequire("x"); return'],
  ['']
])('finds nothing wrong with %j, and runs nothing', code => {
  expect(checkCode(code)).toBeUndefined()
})

it.each([
  ['exports.a = 1\nexports.b = async (event: any) => {}', 'line 2: '],
  ['import x from "x"', 'line 1: '],
  ['exports.x = {', 'Unexpected']
])('says where %j does not parse', (code, expected) => {
  expect(checkCode(code)).toContain(expected)
})
