import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  // Lists of packages
  frameworks: { en: 'Frameworks', zh: '框架' },
  downloadsOf: {
    en: '{formatted} {count, plural, one {download} other {downloads}}',
    zh: '{formatted} {count, plural, other {次下载}}',
  },

  // Details
  lockedBanner: {
    en: 'This package is locked. Nobody can push versions or change its listing.',
    zh: '此程序包已被锁定。任何人都不能推送版本或更改其列出状态。',
  },
  frameworkIncluded: { en: 'Included', zh: '包含' },
  frameworkComputed: { en: 'Computed', zh: '计算得出' },
  versions: { en: 'Versions', zh: '版本' },
  version: { en: 'Version', zh: '版本' },
  downloads: { en: 'Downloads', zh: '下载次数' },
  published: { en: 'Published', zh: '发布时间' },
  unlisted: { en: 'unlisted', zh: '未列出' },
  prereleaseMark: { en: 'prerelease', zh: '预发行版' },
  owners: { en: 'Owners', zh: '所有者' },

  // Manage
  reasonLegacy: { en: 'it is legacy and no longer maintained', zh: '已过时，不再维护' },
  reasonCriticalBugs: { en: 'it has critical bugs', zh: '存在严重缺陷' },
  reasonOther: { en: 'another reason, given in the message', zh: '其他原因（见说明）' },

  // Deprecated and deleted
  deprecatedMark: { en: 'deprecated', zh: '已弃用' },
  backToManage: { en: 'Back to the manage page', zh: '返回管理页面' },
  backToPackage: { en: 'Back to the package', zh: '返回程序包页面' },

  // Own packages
  manage: { en: 'Manage', zh: '管理' },
  manageOne: { en: 'Manage {id}', zh: '管理 {id}' },
})
