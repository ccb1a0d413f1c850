import { z } from 'zod'

const requests = {
  method: z.string().optional(),
  path: z.string().describe('How the path begins, below `/api/v2`.').optional(),
  skip: z
    .int()
    .min(0)
    .describe('Of the requests this fits, how many are spared first, and then how many are hit.')
    .optional(),
  times: z.int().min(1).optional()
}

/** Ways in which the Management API fails, for the tests of tools that must cope. */
export const faults = z.strictObject({
  rateLimit: z
    .strictObject({ limit: z.int().min(1), windowSeconds: z.int().min(1).optional() })
    .describe('Requests a client may make in `windowSeconds` (default 1). The next one is a 429.')
    .optional(),
  requests: z
    .array(
      z.discriminatedUnion('fault', [
        z.strictObject({ ...requests, fault: z.literal('error'), status: z.literal([500, 503]).optional() }),
        z.strictObject({
          ...requests,
          fault: z.literal('cut'),
          at: z
            .enum(['before', 'after'])
            .describe('The connection is cut before anything is done, or after it and instead of the answer.')
            .optional()
        }),
        z.strictObject({ ...requests, fault: z.literal('slow'), delayMs: z.int().min(0) })
      ])
    )
    .optional()
})
export type Faults = z.output<typeof faults>
