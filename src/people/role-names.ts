import type { Text } from '../platform/text.ts'

/** What the roles that come with the product are called, by id. */
export const roleNames: Readonly<Record<string, Text>> = {
  'quality-owner': { ja: '品質責任者', en: 'Quality owner' },
  designer: { ja: '設計者', en: 'Designer' },
  engineer: { ja: '技術者', en: 'Engineer' },
  approver: { ja: '承認者', en: 'Approver' },
  responder: { ja: '障害対応者', en: 'Responder' },
  controller: { ja: '統制者', en: 'Controller' },
  auditor: { ja: '監査人', en: 'Auditor' },
  viewer: { ja: '閲覧者', en: 'Viewer' },
}
