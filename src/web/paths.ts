/** Where one may point on the page of clause 2.1. All optional; absent ones stay out of the address. */
export type RedundancyPlace = {
  /** The thing that is imagined to fail: an id of a node, link, risk or group. */
  fail?: string
  /** What fails at the same time. */
  also?: string
  /** The instant at which the network is looked at, ISO 8601; absent: now. */
  at?: string
  /** The service that is looked at. */
  service?: string
  /** How the picture is drawn. */
  view?: string
  /** Which table stands behind the picture. */
  table?: string
  /** What the table is searched for. */
  find?: string
}

/** Where one may be among the designs. All optional; absent ones stay out of the address. */
export type DraftsPlace = {
  /** The design that is looked at; absent: the list. */
  draft?: string | undefined
  /** What is chosen in it. */
  object?: string | undefined
  /** What kind of thing is being added. */
  add?: string | undefined
  /** How the picture is drawn. */
  view?: string
  find?: string
}

/** Where one may be in the ledger. All optional; absent ones stay out of the address. */
export type LedgerPlace = {
  /** Index of the fact that is looked at. */
  fact?: string
  /** What the list is narrowed down to. */
  type?: string
  clause?: string
  by?: string
  object?: string
  /** The list goes on below this index. */
  before?: string
}

/** Where one may be on the page of a clause. All optional; absent ones stay out of the address. */
export type ClausePlace = {
  /** The civil day at whose end one looks at it; absent: now. */
  day?: string
  /** The form that is open. */
  form?: string
}

/** What a list of the charter is narrowed down to. All optional; absent ones stay out of the address. */
export type CharterListPlace = {
  clause?: string
  state?: string
  find?: string
  /** How many rows come before the first one shown. */
  from?: string
}

/** What of the estate is looked at: one thing, or all of a kind that a search finds. */
export type EstatePlace = { object?: string; kind?: string; find?: string }

/** Where one may be in the maintenances. All optional; absent ones stay out of the address. */
export type MaintenancePlace = {
  /** The calendar, or the mails that came in. */
  view?: string
  /** The day from which the calendar is shown. */
  from?: string
  /** The mail that is looked at, by its hash. */
  mail?: string
  /** The maintenance whose story is told. */
  key?: string
  /** The entry of the register that is looked at, and the form that is open. */
  entry?: string
  form?: string
}

/** Where one may be among findings and actions. All optional; absent ones stay out of the address. */
export type ImprovementPlace = {
  action?: string | undefined
  finding?: string
  find?: string | undefined
}

/** What of the capacity wall is looked at. All optional; absent ones stay out of the address. */
export type CapacityPlace = {
  /** Anything that 2.2 speaks of: a resource, or what overloads. */
  object?: string
  find?: string
  state?: string
  owner?: string
  /** `resource`: the form for a new one is open. */
  form?: string
}

/** What of the stored series is looked at. All optional; absent ones stay out of the address. */
export type MonitoringPlace = {
  /** The series whose picture is shown, by its number. */
  series?: string | undefined
  /** How it is read: value, maximum or rate. */
  as?: string | undefined
  /** How many days of it. */
  days?: string | undefined
  find?: string | undefined
  /** The form that is open: `token`. */
  form?: string | undefined
}

/** What of one's news is looked at. All optional; absent ones stay out of the address. */
export type NewsPlace = {
  /** `all`: also what was read or is settled. */
  state?: string | undefined
  kind?: string | undefined
  find?: string | undefined
  from?: string | undefined
}

/** Where one may be in an engagement: a part of it, and the control that is looked at. */
export type AuditPlace = { part?: string; control?: string; find?: string | undefined }

/** Every address of the product, built here and nowhere else; paths.test.ts shows them all. */
export const paths = {
  board: () => '/',
  clause: (id: string) => `/#${id}`,
  clausePage: (id: string, place: ClausePlace = {}) => withQuery(`/clause/${id}`, place),
  rules: (place: CharterListPlace = {}) => withQuery('/rules', place),
  rule: (id: string) => `/rules/${encodeURIComponent(id)}`,
  /** The form that is open: `new`, or the number of the edition that is worded anew. */
  editions: (place: { form?: string } = {}) => withQuery('/editions', place),
  waivers: (place: CharterListPlace = {}) => withQuery('/waivers', place),
  waiver: (id: string) => `/waivers/${encodeURIComponent(id)}`,
  estate: (place: EstatePlace = {}) => withQuery('/estate', place),
  redundancy: (place: RedundancyPlace = {}) => withQuery('/redundancy', place),
  drafts: (place: DraftsPlace = {}) => withQuery('/redundancy/drafts', place),
  capacity: (place: CapacityPlace = {}) => withQuery('/capacity', place),
  /** One resource, with an earlier forecast laid over its chart or a form open. */
  resource: (id: string, place: { earlier?: string; form?: string; plan?: string } = {}) =>
    withQuery(`/capacity/${encodeURIComponent(id)}`, place),
  /** What every single failure does to the demands. */
  survivingLoad: (place: { table?: string; find?: string } = {}) => withQuery('/surviving-load', place),
  ledger: (place: LedgerPlace = {}) => withQuery('/ledger', place),
  /** The matrix of clause 1, with one cell chosen. */
  guidelines: (place: { cell?: string } = {}) => withQuery('/guidelines', place),
  /** Findings and corrective actions, one of either chosen. */
  improvement: (place: ImprovementPlace = {}) => withQuery('/improvement', place),
  reviews: (place: { review?: string } = {}) => withQuery('/improvement/reviews', place),
  adoption: (place: { control?: string; find?: string } = {}) => withQuery('/improvement/adoption', place),
  audits: () => '/audits',
  audit: (id: string, place: AuditPlace = {}) => withQuery(`/audits/${encodeURIComponent(id)}`, place),
  /** One sampled item of a control in an engagement. */
  auditItem: (id: string, place: { control?: string; item?: string } = {}) =>
    withQuery(`/audits/${encodeURIComponent(id)}/item`, place),
  maintenance: (place: MaintenancePlace = {}) => withQuery('/maintenance', place),
  /** Series that a Prometheus sends, one of them shown. */
  monitoring: (place: MonitoringPlace = {}) => withQuery('/monitoring', place),
  /** What becomes public; one edition of it chosen. The edition itself stands at /public. */
  publicEdition: (place: { edition?: string } = {}) => withQuery('/public-edition', place),
  /** What one is to know. */
  news: (place: NewsPlace = {}) => withQuery('/notifications', place),
  settings: () => '/settings',
  /** From the demo to the operator's own. */
  begin: () => '/begin',
  people: () => '/people',
  approvals: () => '/approvals',
  /** One's own: ways to sign in, sessions. */
  me: () => '/me',
  signIn: (place: { refused?: string } = {}) => withQuery('/sign-in', place),
  /** Where a one-time link leads; its code stands after the #, which no server sees. */
  welcome: () => '/welcome',
}

function withQuery(path: string, place: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(place))
    if (value !== undefined && value !== '') query.set(key, value)
  return query.size === 0 ? path : `${path}?${query.toString()}`
}
