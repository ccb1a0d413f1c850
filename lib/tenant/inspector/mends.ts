/** What mends whatever an Action of one's own does. */
export const changeTheAction = 'change the Action that writes it, and npx a0seal build'
