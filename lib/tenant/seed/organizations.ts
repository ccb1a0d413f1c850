import { z } from 'zod'

const text = z.string().min(1)

/** An organization of a seed. */
export const organization = z.strictObject({
  id: z.string().regex(/^org_\w+$/, 'expected org_ and letters, digits or _'),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'expected lower-case letters, digits, - or _')
    .describe('What applications may say in the place of the id.'),
  display_name: z.string().optional(),
  metadata: z.record(z.string().max(255), z.string().max(255)).optional(),
  members: z.array(text).describe('`user_id` of each member. Without it every user is one.').optional()
})
export type Organization = z.output<typeof organization>

/** The organization a request names, by id or by name. Names are told apart without regard to case. */
export const findOrganization = (
  organizations: readonly Organization[],
  asked: string
): Organization | undefined =>
  organizations.find(({ id, name }) => id === asked || name === asked.toLowerCase())

export const isMember = ({ members }: Organization, userId: string): boolean =>
  members === undefined || members.includes(userId)
