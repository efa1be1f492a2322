import { defineMessages, type Message } from '../i18n/message.ts'
import type { AbuseReason, ContactRefusal, GuidedReason } from './ticket.ts'

/** What the forms for reports, questions and messages to owners say, and the administrators' inbox. */
export const messages = defineMessages({
  message: { en: 'Message', zh: '内容' },
  messageHint: { en: 'At most 4,000 characters. No passwords or keys.', zh: '最多 4,000 个字符。请勿填写密码或密钥。' },
  copy: { en: 'Send me a copy', zh: '给我发送副本' },
  send: { en: 'Send', zh: '发送' },
  backToPackage: { en: 'Back to the package', zh: '返回程序包' },

  reportTitle: { en: 'Report {id} {version}', zh: '举报 {id} {version}' },
  reportLead: {
    en: 'The administrators of this gallery read it. The owners do not learn who reported their package.',
    zh: '由本站管理员处理。所有者不会知道是谁举报的。',
  },
  email: { en: 'Your e-mail address', zh: '你的电子邮件地址' },
  emailHint: { en: 'For an answer. It is shown to the administrators only.', zh: '用于答复，仅管理员可见。' },
  reason: { en: 'What is wrong with it', zh: '存在什么问题' },
  askedOwners: { en: 'I have written to the owners', zh: '我已联系所有者' },
  report: { en: 'Report', zh: '举报' },
  leaveEmpty: { en: 'Leave this field empty', zh: '请将此字段留空' },
  wasReported: {
    en: 'Thank you. The administrators have your report of {id}, number {number}.',
    zh: '谢谢。管理员已收到你对 {id} 的举报，编号 {number}。',
  },
  nothingSent: { en: 'Nothing was sent', zh: '没有发送任何内容' },
  contactOwners: { en: 'Contact the owners', zh: '联系所有者' },
  otherReason: { en: 'Choose another reason', zh: '选择其他原因' },
  ownTitle: { en: 'This is your package', zh: '这是你的程序包' },
  ownText: {
    en: 'You can unlist, deprecate or delete its versions yourself. For anything else ask the administrators.',
    zh: '你可以自行取消列出、弃用或删除其版本。其他事项请联系管理员。',
  },
  managePackage: { en: 'Manage package', zh: '管理程序包' },

  ownersTitle: { en: 'Write to the owners of {id}', zh: '联系 {id} 的所有者' },
  ownersLead: {
    en: 'Your message goes by e-mail to {count, plural, one {# owner} other {# owners}}. They see your address {email} and can answer you.',
    zh: '你的消息将通过邮件发送给 {count} 位所有者。他们会看到你的地址 {email}，并可以答复你。',
  },
  ownersNobodyTitle: { en: 'No owner takes messages', zh: '没有接收消息的所有者' },
  ownersNobodyText: {
    en: 'Its project page may say whom to ask. If something is wrong with the package, report it.',
    zh: '其项目页面可能会说明联系方式。如果程序包有问题，请举报。',
  },
  reportPackage: { en: 'Report package', zh: '举报程序包' },
  wasSent: {
    en: 'Your message is on its way to {count, plural, one {# owner} other {# owners}} of {id}.',
    zh: '你的消息正在发送给 {id} 的 {count} 位所有者。',
  },

  supportTitle: { en: 'Contact the administrators', zh: '联系管理员' },
  supportLead: {
    en: 'They answer by e-mail at {email}. For questions about a package write to its owners.',
    zh: '管理员会通过邮件答复至 {email}。有关程序包的问题请联系其所有者。',
  },
  subject: { en: 'Subject', zh: '主题' },
  wasAsked: {
    en: 'The administrators have your question, number {number}.',
    zh: '管理员已收到你的问题，编号 {number}。',
  },

  inboxTitle: { en: 'Reports and questions', zh: '举报与问题' },
  inboxLead: { en: 'What people told the administrators of this gallery.', zh: '用户提交给本站管理员的内容。' },
  open: { en: 'Open', zh: '待处理' },
  closed: { en: 'Closed', zh: '已关闭' },
  states: { en: 'Which tickets', zh: '工单状态' },
  isReport: { en: 'Report', zh: '举报' },
  isQuestion: { en: 'Question', zh: '问题' },
  older: { en: 'Older ones', zh: '更早的工单' },
  noneOpen: { en: 'Nothing is waiting for you', zh: '没有待处理的工单' },
  noneClosed: { en: 'Nothing has been closed yet', zh: '还没有已关闭的工单' },
  number: { en: 'Number', zh: '编号' },
  about: { en: 'About', zh: '事由' },
  aboutPackage: { en: '{id} {version}: {reason}', zh: '{id} {version}：{reason}' },
  from: { en: 'From', zh: '来自' },
  at: { en: 'Sent', zh: '发送时间' },
  stranger: { en: 'not signed in', zh: '未登录' },
  unconfirmed: { en: 'address not confirmed', zh: '地址未经确认' },
  answer: { en: 'Answer at', zh: '答复至' },
  gone: { en: 'The account is deleted', zh: '账户已删除' },
  clientAddress: { en: 'Client address', zh: '客户端地址' },
  owners: { en: 'Wrote to the owners', zh: '已联系所有者' },
  yes: { en: 'yes, they say', zh: '是（据其所述）' },
  no: { en: 'no', zh: '否' },
  package: { en: 'Package', zh: '程序包' },
  ticketTitle: { en: 'Ticket {number}', zh: '工单 {number}' },
  back: { en: 'All tickets', zh: '所有工单' },
  note: { en: 'Note for administrators', zh: '管理员备注' },
  close: { en: 'Close', zh: '关闭' },
  reopen: { en: 'Open again', zh: '重新打开' },
  wasClosed: { en: 'Ticket {number} is closed.', zh: '工单 {number} 已关闭。' },
  wasReopened: { en: 'Ticket {number} is open again.', zh: '工单 {number} 已重新打开。' },
  closedBy: { en: 'Closed by', zh: '关闭者' },
  closedAt: { en: 'Closed', zh: '关闭时间' },
  somebody: { en: 'somebody who is gone', zh: '已不存在的用户' },
})

export const reasonNames = defineMessages({
  malicious: {
    en: 'It is malicious: malware, phishing, or made to be taken for another package',
    zh: '恶意程序包：恶意软件、网络钓鱼或仿冒其他程序包',
  },
  copyright: { en: 'It infringes a copyright or trademark', zh: '侵犯版权或商标' },
  vulnerability: { en: 'It has a security vulnerability', zh: '存在安全漏洞' },
  bug: { en: 'It has a bug', zh: '存在程序错误' },
  license: { en: 'It uses my work against its licence', zh: '违反许可证使用了我的作品' },
  'child-safety': { en: 'It endangers children', zh: '危害儿童安全' },
  terrorism: { en: 'It promotes terrorism or violence', zh: '宣扬恐怖主义或暴力' },
  hate: { en: 'It spreads hate or harasses somebody', zh: '传播仇恨或骚扰他人' },
  harm: { en: 'It threatens somebody with imminent harm', zh: '对他人构成迫在眉睫的威胁' },
  'intimate-images': { en: 'It shows intimate images without consent', zh: '未经同意展示私密图像' },
  nudity: { en: 'It shows nudity or pornography', zh: '展示裸露或色情内容' },
  other: { en: 'Something else', zh: '其他' },
} satisfies Record<AbuseReason, Message>)

/** What to do instead of reporting. */
export const guidance = defineMessages({
  vulnerability: {
    en: 'Tell the owners first, and nobody else, so that they can fix it before others use it. If they do not answer, ask the administrators.',
    zh: '请先只告知所有者，让他们在被利用之前修复。如果没有答复，请联系管理员。',
  },
  bug: {
    en: 'Those who make the package fix its bugs. Look at its project page, or write to its owners.',
    zh: '程序错误由程序包的作者修复。请查看其项目页面，或联系所有者。',
  },
  license: {
    en: 'Write to the owners first: they can change the package. If that does not help, report an infringement of your copyright.',
    zh: '请先联系所有者，他们可以更改程序包。如果无效，请举报侵犯版权。',
  },
  'intimate-images': {
    en: 'Send nothing here. Turn to the police, or to stopncii.org, which helps to have such images removed everywhere.',
    zh: '请勿在此发送任何内容。请联系警方，或通过 stopncii.org 获得帮助，在各处移除此类图像。',
  },
} satisfies Record<GuidedReason, Message>)

/** The field that a refusal is shown at; others stand above the form. */
export const fieldOf: Partial<Record<ContactRefusal['code'], 'reason' | 'email' | 'subject' | 'message'>> = {
  'contact-reason-missing': 'reason',
  'contact-email-invalid': 'email',
  'contact-subject-missing': 'subject',
  'contact-subject-too-long': 'subject',
  'contact-message-missing': 'message',
  'contact-message-too-long': 'message',
}
