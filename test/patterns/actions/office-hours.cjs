// Lets users into the back office on weekdays only.

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  if (event.client.metadata.office_hours !== 'true') return
  const day = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'Europe/Lisbon' }).format(
    new Date()
  )
  if (['Sat', 'Sun'].includes(day)) api.access.deny('The back office is open on weekdays.')
}
