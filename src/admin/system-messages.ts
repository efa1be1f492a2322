import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  jobsTitle: { en: 'Jobs', zh: '作业' },
  jobsLead: {
    en: 'Work that follows an act: e-mails, clean-up, removal of files. Those that failed come first, then those that wait.',
    zh: '操作之后的工作：发送邮件、清理、删除文件。失败的在前，等待的其次。',
  },
  none: { en: 'There are no jobs', zh: '没有作业' },
  kind: { en: 'Kind', zh: '类型' },
  state: { en: 'State', zh: '状态' },
  runAt: { en: 'Runs at', zh: '运行时间' },
  attempts: { en: 'Attempts', zh: '尝试次数' },
  error: { en: 'Last error', zh: '最近的错误' },
  waiting: { en: 'waiting', zh: '等待中' },
  running: { en: 'running', zh: '运行中' },
  done: { en: 'done', zh: '已完成' },
  failed: { en: 'failed', zh: '失败' },
  retry: { en: 'Try again', zh: '重试' },
  retryOf: { en: 'Try job {id} again', zh: '重试作业 {id}' },
  retried: { en: 'The job runs again within seconds.', zh: '作业将在几秒内重新运行。' },
  notRetried: { en: 'This job runs or is done already.', zh: '该作业正在运行或已完成。' },

  settingsTitle: { en: 'Settings in force', zh: '生效的设置' },
  settingsLead: {
    en: 'From the environment of this process; passwords are masked. Change a setting there, then restart.',
    zh: '来自此进程的环境变量。密码已隐藏。请在环境变量中更改，重启后生效。',
  },
  setting: { en: 'Setting', zh: '设置' },
  value: { en: 'Value', zh: '值' },

  keysTitle: { en: 'Find API keys', zh: '查找 API 密钥' },
  keysLead: {
    en: 'By user, organization, name of the key, or the beginning of its secret such as lode_7xk2m9ab. Whole secrets belong on the page for leaked keys.',
    zh: '按用户、组织、密钥名称或密钥开头（如 lode_7xk2m9ab）查找。完整的密钥请使用“泄露的密钥”页面。',
  },
  keysSearch: { en: 'Search', zh: '查找' },
  keysNone: { en: 'No key matches', zh: '没有匹配的密钥' },
  show: { en: 'Show', zh: '显示' },
  keyName: { en: 'Name', zh: '名称' },
  keySecret: { en: 'Secret', zh: '密钥' },
  keyUser: { en: 'User', zh: '用户' },
  keyOwner: { en: 'Acts for', zh: '代表' },
  keyEnds: { en: 'Ends', zh: '到期' },
  keyUsed: { en: 'Last used', zh: '上次使用' },
  keyRevoked: { en: 'revoked', zh: '已撤销' },
  keyNever: { en: 'never', zh: '从未' },
  keyOf: { en: '{name} of {user}', zh: '{user} 的 {name}' },
  revokeChosen: { en: 'Revoke chosen', zh: '撤销所选' },
  wereRevoked: {
    en: '{count, plural, one {# key was revoked and its user told.} other {# keys were revoked and their users told.}}',
    zh: '已撤销 {count} 个密钥并通知其用户。',
  },
})
