import { defineMessages } from '../i18n/message.ts'

/** The words of the mails of reports, questions and messages to owners, in Markdown. What was written follows them. */
export const mailMessages = defineMessages({
  abuseSubject: { en: 'Report {number}: {id} {version}, {reason}', zh: '举报 {number}：{id} {version}，{reason}' },
  abuseBody: {
    en: '{who} reports {id} {version} for this reason: {reason}. {asked, select, yes {They say that the owners know.} other {They did not write to the owners.}}',
    zh: '{who} 举报 {id} {version}，原因：{reason}。{asked, select, yes {对方称已联系所有者。} other {对方未联系所有者。}}',
  },
  supportSubject: { en: 'Question {number}: {subject}', zh: '问题 {number}：{subject}' },
  supportBody: { en: '{who} asks about this: {subject}', zh: '{who} 的问题：{subject}' },
  answerAt: {
    en: 'Answer at {email}. Close it when it is dealt with: {url}',
    zh: '请答复至 {email}。处理完毕后请关闭：{url}',
  },
  copyAbuseSubject: { en: 'Your report of {id} {version}', zh: '你对 {id} {version} 的举报' },
  copyAbuseBody: {
    en: 'The administrators of this gallery have your report of {id} {version}. This is what you wrote:',
    zh: '本站管理员已收到你对 {id} {version} 的举报。内容如下：',
  },
  copySupportSubject: { en: 'Your question: {subject}', zh: '你的问题：{subject}' },
  copySupportBody: {
    en: 'The administrators of this gallery have your question. This is what you wrote:',
    zh: '本站管理员已收到你的问题。内容如下：',
  },
  ownersSubject: { en: '{sender} writes about {id}', zh: '{sender} 就 {id} 联系你' },
  ownersBody: {
    en: '{sender} writes to the owners of {id} {version}:',
    zh: '{sender} 致 {id} {version} 的所有者：',
  },
  ownersAfter: {
    en: 'Answer this e-mail to write back to {sender}. Your address is not known to them until you do. If you do not want such e-mails, say so in the settings of {owner}: {url}',
    zh: '回复此邮件即可答复 {sender}。在你答复之前，对方不知道你的地址。如果不想收到此类邮件，请在 {owner} 的设置中关闭：{url}',
  },
  copyOwnersSubject: { en: 'Your message to the owners of {id}', zh: '你发给 {id} 所有者的消息' },
  copyOwnersBody: {
    en: 'This is what you wrote to the owners of {id} {version}:',
    zh: '以下是你发给 {id} {version} 所有者的内容：',
  },
})
