import { docs } from '../docs.js'
import { row } from '../row.js'

export const eventStreams = row({
  id: 'D11',
  level: 'warning',
  title: 'an event stream carries users',
  needs: ['eventStreams'],
  why: 'Events on users carry the profile, and an update the one of before it too, both kinds of metadata included.',
  doc: docs.events,
  find: ({ eventStreams: streams }) =>
    streams
      .filter(({ isOn, eventTypes }) => isOn && eventTypes.some(type => type.startsWith('user.')))
      .map(({ name }) => ({
        subject: `event stream ${name}`,
        what: `the event stream ${name} carries users: what was stored in clear may be where it delivers`,
        fix:
          `Have deleted what the event stream ${name} delivered before attributes ` +
          'were denied, and then ignore this in the policy.'
      }))
})

export const logStreams = row({
  id: 'D11',
  level: 'warning',
  title: 'a log stream carries the tenant log',
  needs: ['logStreams'],
  why: 'The log of a sign-up can hold its user_metadata as it was sent, and the debug mode of SAML writes attributes into the log.',
  doc: docs.logCodes,
  find: ({ logStreams: streams }) =>
    streams
      .filter(({ isOn }) => isOn)
      .map(({ name }) => ({
        subject: `log stream ${name}`,
        what: `the log stream ${name} hands on the tenant log: plaintext of sign-ups may be where it delivers`,
        fix: `Have deleted what the log stream ${name} delivered of sign-ups, filter them out, and then ignore this in the policy.`
      }))
})
