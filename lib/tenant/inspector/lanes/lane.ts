import type { Json } from '../../../core/auth0/json.js'

/** Where an attribute passes, from left to right. */
export const stationNames = ['sent', 'denied', 'sealed', 'stored', 'released', 'userinfo'] as const
export type StationName = (typeof stationNames)[number]

export const stationTitles: Record<StationName, string> = {
  sent: 'Sent',
  denied: 'Denied',
  sealed: 'Sealed',
  stored: 'At rest',
  released: 'Released',
  userinfo: '/userinfo'
}

/** `none`: the way ends before, or leads past. */
export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'none'

/** What there is to say of an attribute in one place. */
export interface Passage {
  tone: Tone
  text: string
  /** As it is there: what was sent, or the sealed value. */
  value?: Json
  /** The command that mends it. */
  mend?: string
}

/** The colour of a place: what is wrong there, or else what is said first. */
export const toneOf = (passages: readonly Passage[]): Tone =>
  (['bad', 'warn'] as const).find(wrong => passages.some(({ tone }) => tone === wrong)) ??
  passages[0]?.tone ??
  'none'

/** The way of one attribute or field through one login. */
export interface Lane {
  name: string
  kind: 'attribute' | 'field' | 'copy'
  /** Of what is sealed. */
  slot?: string
  stations: Record<StationName, Passage[]>
  /** What the deny list alone would have given. */
  alone: string
}
