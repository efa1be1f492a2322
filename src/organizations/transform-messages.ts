import { defineMessages } from '../i18n/message.ts'

/** What the pages say about a user who becomes an organization. */
export const transformMessages = defineMessages({
  title: { en: 'Turn your account into an organization', zh: '将你的账户转换为组织' },
  start: { en: 'Turn my account into an organization', zh: '将我的账户转换为组织' },
  lead: { en: 'This cannot be undone once the other user has accepted.', zh: '另一位用户接受之后无法撤销。' },
  noSignIn: {
    en: 'Nobody can sign in as {name} any more: password, second factors and sessions are gone.',
    zh: '不能再以 {name} 的身份登录：密码、第二重验证和登录状态都会失效。',
  },
  packagesStay: { en: 'Its packages, its name and its address stay.', zh: '其程序包、名称和地址保持不变。' },
  keysMove: {
    en: 'Its API keys go on working, as keys of its administrator.',
    zh: '其 API 密钥继续有效，但归其管理员所有。',
  },
  signedOut: {
    en: 'You are signed out at once. Until the other user answers you can sign in and cancel.',
    zh: '你会立即退出登录。在另一位用户答复之前，可以重新登录并取消。',
  },
  administrator: { en: 'User name of the administrator', zh: '管理员的用户名' },
  administratorHint: {
    en: 'Another account of yours, or somebody you trust: they alone look after the organization at first.',
    zh: '你的另一个账户，或你信任的人：最初只有其可以管理该组织。',
  },
  button: { en: 'Send the request', zh: '发送请求' },
  asked: {
    en: '{administrator} was asked. Your account stays as it is until they accept.',
    zh: '已向 {administrator} 发送请求。在其接受之前，你的账户保持不变。',
  },
  requests: { en: 'Accounts that become organizations', zh: '将转换为组织的账户' },
  waiting: {
    en: 'Your account is to become an organization, as soon as {administrator} accepts.',
    zh: '{administrator} 接受后，你的账户将转换为组织。',
  },
  cancel: { en: 'Cancel', zh: '取消' },
  cancelled: { en: 'Your account stays as it is.', zh: '你的账户保持不变。' },
  wish: {
    en: '{user} is to become an organization with you as its administrator. Its keys become yours.',
    zh: '{user} 将转换为由你担任管理员的组织，其密钥将归你所有。',
  },
  accept: { en: 'Accept', zh: '接受' },
  acceptNamed: { en: 'Accept to look after {user}', zh: '接受管理 {user}' },
  decline: { en: 'Decline', zh: '拒绝' },
  declineNamed: { en: 'Decline to look after {user}', zh: '拒绝管理 {user}' },
  accepted: {
    en: '{name} is an organization now, and you are its administrator.',
    zh: '{name} 现在是组织，你是其管理员。',
  },
  rejected: { en: 'You declined: {name} stays as it is.', zh: '你已拒绝：{name} 保持不变。' },
})
