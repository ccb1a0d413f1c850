import { randomBytes } from 'node:crypto'

/** Who a cross-origin login has let in, and what `/authorize` must see to believe it. */
export interface TicketHolder {
  userId: string
  connection: string
  clientId: string
  /** What a cookie says: a ticket is worth nothing in another browser. */
  browser: string
}

export interface LoginTickets {
  issue(holder: TicketHolder): string
  /** Once, and only in the browser and for the application it was issued to. */
  redeem(ticket: string, shownBy: { clientId: string; browsers: readonly string[] }): TicketHolder | undefined
}

const ttlMs = 2 * 60_000

/** The `login_ticket` of `/co/authenticate`, in memory. Expired ones go when a new one is issued. */
export const createLoginTickets = (now: () => Date): LoginTickets => {
  const tickets = new Map<string, TicketHolder & { expiresAt: number }>()
  const isOver = ({ expiresAt }: { expiresAt: number }) => expiresAt <= now().getTime()
  return {
    issue(holder) {
      for (const [ticket, held] of tickets) if (isOver(held)) tickets.delete(ticket)
      const ticket = randomBytes(32).toString('base64url')
      tickets.set(ticket, { ...holder, expiresAt: now().getTime() + ttlMs })
      return ticket
    },
    redeem(ticket, { clientId, browsers }) {
      const held = tickets.get(ticket)
      if (!held || held.clientId !== clientId || !browsers.includes(held.browser)) return undefined
      tickets.delete(ticket)
      return isOver(held) ? undefined : held
    }
  }
}
