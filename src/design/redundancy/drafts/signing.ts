/** The kind under which a draft waits for approval. Apart, so that the browser needs nothing else of the server. */
export const DRAFT_KIND = 'redundancy.draft'
