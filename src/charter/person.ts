/**
 * Whether two pseudonymous ids stand for one person. Ids that differ only in case, width or space around them are one:
 * what looks the same to a reader must not count as two people. Accounts are resolved to persons before they come here.
 */
export function samePerson(one: string, other: string): boolean {
  return canonical(one) === canonical(other)
}

function canonical(id: string): string {
  return id.normalize('NFKC').trim().toLowerCase()
}
