export type { Notice, NoticeImpact, NoticeObject, NoticeStatus, NoticeWindow } from './notice.ts'
export { parseNotice } from './parse-notice.ts'
