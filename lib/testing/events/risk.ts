import type { Confidence, SupplementalRisk } from './parts.js'

type Assessment<Code, Details = never> = { code: Code; confidence: Confidence } & ([Details] extends [never]
  ? unknown
  : { details?: Details })
type TravelCode =
  | 'minimal_travel_from_last_login'
  | 'travel_from_last_login'
  | 'substantial_travel_from_last_login'
  | 'impossible_travel_from_last_login'
  | 'invalid_travel'
  | 'missing_geoip'
  | 'anonymous_proxy'
  | 'unknown_location'
  | 'initial_login'
  | 'location_history_not_found'
  | 'assessment_not_available'
type DeviceCode =
  | 'match'
  | 'partial_match'
  | 'no_match'
  | 'initial_login'
  | 'unknown_device'
  | 'no_device_history'
  | 'assessment_not_available'
type IPCode =
  | 'not_found_on_deny_list'
  | 'found_on_deny_list'
  | 'invalid_ip_address'
  | 'assessment_not_available'
type Knowledge = 'known' | 'unknown'

export type RiskAssessment = {
  assessments: {
    AgentDetection?: Assessment<'unknown' | 'verified_agent', { provider?: string }>
    ImpossibleTravel?: Assessment<TravelCode>
    NewDevice?: Assessment<DeviceCode, { device?: Knowledge; useragent?: Knowledge }>
    UntrustedIP?: Assessment<IPCode, { category?: string; ip?: string; matches?: string; source?: string }>
  }
  confidence: Confidence
  supplemental?: SupplementalRisk
  version: string
}
