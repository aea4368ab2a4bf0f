/**
 * Where the expected values of the data contradict the words of the mail, and cases.json has not corrected them. The
 * value given here is what the mail says; each entry quotes the words.
 */
export const noticeAdjudications: Readonly<
  Record<string, Partial<Record<'id' | 'windows' | 'status' | 'objects' | 'impact', string>>>
> = {
  // "this maintenance for your service, in the attached CSV file, stands as cancelled."
  'colt-colt3-020': { status: 'CANCELLED' },
  // "This maintenance is scheduled." is no start of work; the reference reads every update line as one.
  'lumen-lumen3-050': { status: 'CONFIRMED' },
  'lumen-lumen4-051': { status: 'CONFIRMED' },
  'lumen-lumen8-055': { status: 'CONFIRMED' },
}
