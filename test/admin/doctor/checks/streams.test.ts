import { expect, it } from 'vitest'
import { findingsWith, subjectsWith } from '../healthy.js'

it('D11 is an event stream that carries users', () => {
  const eventStreams = [
    { name: 'crm', isOn: true, eventTypes: ['connection.updated', 'user.updated'] },
    { name: 'off', isOn: false, eventTypes: ['user.created'] }
  ]
  expect(findingsWith({ eventStreams })).toMatchObject([
    { id: 'D11', level: 'warning', subject: 'event stream crm' }
  ])
})

it('D11 is a log stream that delivers', () => {
  const logStreams = [
    { name: 'siem', isOn: true },
    { name: 'off', isOn: false }
  ]
  expect(subjectsWith('D11', { logStreams })).toEqual(['log stream siem'])
})
