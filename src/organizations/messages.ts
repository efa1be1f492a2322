import { defineMessages } from '../i18n/message.ts'

/** What the pages of organizations say. */
export const messages = defineMessages({
  // The list
  title: { en: 'Organizations', zh: '组织' },
  lead: {
    en: 'An organization owns packages together: its members push with keys of their own that act for it.',
    zh: '组织由多人共同拥有程序包：成员使用各自的密钥代表组织推送。',
  },
  add: { en: 'Create organization', zh: '创建组织' },
  none: { en: 'You are not a member of any organization', zh: '你还没有加入任何组织' },
  noneText: {
    en: 'Create one, or ask an administrator of one to invite you.',
    zh: '可以创建一个组织，或请某个组织的管理员邀请你。',
  },
  organization: { en: 'Organization', zh: '组织' },
  yourRole: { en: 'Your role', zh: '你的角色' },
  members: { en: 'Members', zh: '成员' },
  packages: { en: 'Packages', zh: '程序包' },
  manage: { en: 'Manage', zh: '管理' },
  manageNamed: { en: 'Manage {name}', zh: '管理 {name}' },
  view: { en: 'View', zh: '查看' },
  viewNamed: { en: 'View {name}', zh: '查看 {name}' },
  invitations: { en: 'Invitations', zh: '邀请' },
  invitedAs: { en: '{organization} invites you as {role}, {when}.', zh: '{organization} 邀请你担任{role}，{when}。' },
  accept: { en: 'Accept', zh: '接受' },
  acceptNamed: { en: 'Accept the invitation of {name}', zh: '接受 {name} 的邀请' },
  decline: { en: 'Decline', zh: '拒绝' },
  declineNamed: { en: 'Decline the invitation of {name}', zh: '拒绝 {name} 的邀请' },
  joined: { en: 'You are now a member of {name}.', zh: '你现在是 {name} 的成员。' },
  declined: { en: 'You declined the invitation of {name}.', zh: '你已拒绝 {name} 的邀请。' },

  // Creating one
  addTitle: { en: 'Create an organization', zh: '创建组织' },
  addLead: {
    en: 'You become its administrator and can invite others. Nobody signs in as an organization: it has no password.',
    zh: '你将成为其管理员，可以邀请他人加入。组织没有密码，不能用来登录。',
  },
  name: { en: 'Name', zh: '名称' },
  nameHint: {
    en: '3 to 64 letters, digits, dots, underscores or hyphens. It is shown beside its packages and cannot be changed.',
    zh: '3 到 64 个字符，可用英文字母、数字、点、下划线和连字符。它会显示在其程序包旁边，之后不能更改。',
  },
  email: { en: 'E-mail address', zh: '电子邮件地址' },
  emailHint: {
    en: 'Of the organization itself, one that no account here uses. Not shown to others.',
    zh: '组织自己的地址，不能与本站任何账户的地址相同。不会向他人显示。',
  },
  created: { en: 'The organization {name} was created.', zh: '组织 {name} 已创建。' },
  createdPending: {
    en: 'The organization {name} was created. We sent an e-mail to {email}: follow its link to confirm the address.',
    zh: '组织 {name} 已创建。我们已向 {email} 发送邮件，请打开其中的链接确认地址。',
  },

  // The page of one
  profile: { en: 'Profile', zh: '个人资料' },
  activity: { en: 'Activity', zh: '活动记录' },
  allOrganizations: { en: 'All organizations', zh: '所有组织' },
  youAre: { en: 'Your role: {role}', zh: '你的角色：{role}' },
  youAreSiteAdministrator: {
    en: 'You see this as an administrator of this gallery',
    zh: '你以本站管理员的身份查看此页',
  },
  packageCount: { en: '{count, plural, one {# package} other {# packages}}', zh: '{count, number} 个程序包' },
  readOnly: {
    en: 'Only administrators of the organization can change something here.',
    zh: '只有组织的管理员可以更改此页内容。',
  },
  unconfirmed: {
    en: 'The address {email} is not confirmed yet. Until it is, nobody can be invited and nothing can be pushed in the name of {name}.',
    zh: '地址 {email} 尚未确认。在确认之前，无法邀请成员，也无法以 {name} 的名义推送程序包。',
  },
  locked: {
    en: 'This organization is locked: nothing can be pushed in its name. Ask an administrator of this gallery for the reason.',
    zh: '此组织已被锁定：无法以它的名义推送程序包。请向本站管理员询问原因。',
  },
  resend: { en: 'Send the e-mail again', zh: '重新发送邮件' },
  resent: { en: 'We sent the e-mail to {email} again.', zh: '已重新向 {email} 发送邮件。' },

  // Members
  member: { en: 'Member', zh: '成员' },
  you: { en: 'you', zh: '你' },
  role: { en: 'Role', zh: '角色' },
  since: { en: 'Since', zh: '加入时间' },
  invitedSince: { en: 'invited {when}', zh: '{when} 邀请' },
  pending: { en: 'invited', zh: '已邀请' },
  actions: { en: 'Actions', zh: '操作' },
  makeAdministrator: { en: 'Make administrator', zh: '设为管理员' },
  makeAdministratorNamed: { en: 'Make administrator: {name}', zh: '设为管理员：{name}' },
  makeCollaborator: { en: 'Make collaborator', zh: '设为协作者' },
  makeCollaboratorNamed: { en: 'Make collaborator: {name}', zh: '设为协作者：{name}' },
  remove: { en: 'Remove', zh: '移除' },
  removeNamed: { en: 'Remove {name} from {organization}', zh: '从 {organization} 移除 {name}' },
  removeText: {
    en: 'The keys of {name} stop acting for {organization} at once. They work again if {name} comes back.',
    zh: '{name} 的密钥将立即不能代表 {organization}。如果 {name} 再次加入，这些密钥会恢复有效。',
  },
  leave: { en: 'Leave', zh: '退出' },
  leaveNamed: { en: 'Leave {organization}', zh: '退出 {organization}' },
  leaveText: {
    en: 'Your keys stop acting for {organization} at once. Only an administrator can bring you back.',
    zh: '你的密钥将立即不能代表 {organization}。只有管理员可以让你重新加入。',
  },
  left: { en: 'You are no longer a member of {organization}.', zh: '你已不再是 {organization} 的成员。' },
  removed: { en: '{name} is no longer a member of {organization}.', zh: '{name} 已不再是 {organization} 的成员。' },
  roleChanged: { en: '{name} is {role} now.', zh: '{name} 现在是{role}。' },
  cancelInvitation: { en: 'Cancel', zh: '取消邀请' },
  cancelInvitationNamed: { en: 'Cancel the invitation of {name}', zh: '取消邀请：{name}' },
  invitationCancelled: { en: 'The invitation of {name} was cancelled.', zh: '已取消对 {name} 的邀请。' },
  inviteTitle: { en: 'Invite somebody', zh: '邀请成员' },
  userName: { en: 'User name', zh: '用户名' },
  userNameHint: {
    en: 'They are asked by e-mail and on their page of organizations.',
    zh: '对方会收到邮件，也可以在其组织页面上答复。',
  },
  collaboratorHint: {
    en: 'pushes, unlists and deprecates packages',
    zh: '可以推送、取消列出和弃用程序包',
  },
  administratorHint: {
    en: 'also decides who owns the packages, who is a member, and about settings and keys',
    zh: '还可以决定程序包的所有者和组织成员，并管理设置和密钥',
  },
  invite: { en: 'Invite', zh: '邀请' },
  invited: {
    en: '{name} was invited. They become a member when they accept.',
    zh: '已邀请 {name}，对方接受后即成为成员。',
  },

  // Keys
  keys: { en: 'API keys of members', zh: '成员的 API 密钥' },
  keysLead: {
    en: 'Every key that acts for {name}, whoever made it. Administrators can end each of them.',
    zh: '代表 {name} 的所有密钥，无论由谁创建。管理员可以撤销其中任何一个。',
  },
  keysNone: { en: 'No key acts for this organization', zh: '没有代表此组织的密钥' },
  keyOf: { en: 'made by {member}', zh: '由 {member} 创建' },
  keyAsleep: { en: 'not a member: does not work', zh: '已非成员：无效' },
  revoke: { en: 'Revoke', zh: '撤销' },
  revokeNamed: { en: 'Revoke the key "{name}" of {member}', zh: '撤销 {member} 的密钥“{name}”' },
  revokeText: {
    en: 'It stops working at once, with all its secrets, and {member} is told by e-mail. {member} can regenerate it as long as they are a member.',
    zh: '该密钥立即失效，更换后仍可使用的旧密钥也一并失效；系统会通过邮件通知 {member}。只要 {member} 仍是成员，就可以重新生成。',
  },
  wasRevoked: { en: 'The key "{name}" of {member} was revoked.', zh: '{member} 的密钥“{name}”已撤销。' },
  cancel: { en: 'Cancel', zh: '取消' },

  // Settings
  settings: { en: 'Settings', zh: '设置' },
  emailSection: { en: 'E-mail address', zh: '电子邮件地址' },
  emailPending: { en: '{email} is not confirmed yet', zh: '{email} 尚未确认' },
  cancelChange: { en: 'Keep the old address', zh: '保留原地址' },
  changeCancelled: { en: 'The old address stays.', zh: '保留原地址。' },
  newEmail: { en: 'New e-mail address', zh: '新电子邮件地址' },
  newEmailHint: {
    en: 'The old one stays until an administrator follows the link that we send to the new one.',
    zh: '在管理员打开发送到新地址的链接之前，原地址继续有效。',
  },
  newEmailHintNoMail: { en: 'It counts at once: this site sends no e-mail.', zh: '立即生效：本站不发送邮件。' },
  password: { en: 'Your password', zh: '你的密码' },
  changeEmail: { en: 'Change address', zh: '更改地址' },
  emailChangePending: {
    en: 'We sent an e-mail to {email}. Follow its link to confirm.',
    zh: '我们已向 {email} 发送邮件。请打开其中的链接确认。',
  },
  emailChanged: { en: 'The address is {email} now.', zh: '地址现在是 {email}。' },
  notificationsSection: { en: 'Notifications', zh: '邮件通知' },
  contactAllowed: { en: 'Others may write to the organization', zh: '允许他人联系组织' },
  contactAllowedHint: {
    en: 'Through a form on this site; the address is not shown. Also news about members.',
    zh: '通过本站的表单联系，不显示地址。也包括成员变动的消息。',
  },
  notifyPush: { en: 'An e-mail for each push to its packages', zh: '其程序包有新版本推送时发送邮件' },
  rulesSection: { en: 'What members need', zh: '对成员的要求' },
  requiresTwoFactor: { en: 'Two-factor sign-in', zh: '双重验证登录' },
  requiresTwoFactorHint: {
    en: 'Members without it can neither act for the organization nor use their keys for it.',
    zh: '未启用的成员不能代表组织操作，其密钥也不能代表组织使用。',
  },
  maxKeyDays: { en: 'Longest life of a key, in days', zh: '密钥的最长有效期（天）' },
  maxKeyDaysHint: {
    en: 'Empty: {days, plural, one {# day} other {# days}}, as this gallery allows. A lower number counts at once: older keys stop until they are regenerated.',
    zh: '留空：本程序包库允许的 {days} 天。较小的数值立即生效：更早的密钥会失效，直到重新生成。',
  },
  rulesTwoFactor: { en: 'two-factor sign-in', zh: '双重验证登录' },
  rulesKeyDays: { en: 'keys live at most {days, plural, one {# day} other {# days}}', zh: '密钥最长 {days} 天' },
  rulesNone: { en: 'nothing special', zh: '无特别要求' },
  save: { en: 'Save', zh: '保存' },
  saved: { en: 'Saved.', zh: '已保存。' },

  // Confirming the address
  confirmTitle: { en: 'Confirm the address of {name}', zh: '确认 {name} 的地址' },
  confirmQuestion: { en: 'Is {email} the address of the organization {name}?', zh: '{email} 是组织 {name} 的地址吗？' },
  confirmButton: { en: 'Yes, confirm', zh: '是的，确认' },
  confirmed: {
    en: '{email} is confirmed and is now the address of {name}.',
    zh: '{email} 已确认，现在是 {name} 的地址。',
  },
  linkInvalid: {
    en: 'This link is wrong, too old, or for an address that was changed since. Send a new one from the page of the organization.',
    zh: '此链接有误、已过期，或者之后又更改了地址。可以在组织页面上重新发送。',
  },
  alreadyConfirmed: { en: 'This address is confirmed already.', zh: '此地址已经确认过了。' },
  confirmTaken: {
    en: 'Another account has confirmed this address meanwhile. Choose another one for the organization.',
    zh: '此地址已被另一个账户确认。请为组织选择其他地址。',
  },

  // Deleting
  deleteSection: { en: 'Delete organization', zh: '删除组织' },
  deleteSummary: { en: 'for good', zh: '无法撤销' },
  deleteStart: { en: 'See what would be deleted', zh: '查看将要删除的内容' },
  deleteTitle: { en: 'Delete {name}', zh: '删除 {name}' },
  deleteLead: { en: 'This cannot be undone.', zh: '此操作无法撤销。' },
  deleteKeys: { en: 'Every key that acts for {name} stops working at once.', zh: '代表 {name} 的所有密钥立即失效。' },
  deleteName: { en: 'The name {name} is never given to anybody again.', zh: '名称 {name} 不会再分配给任何人。' },
  deleteNameFree: {
    en: 'Its address was never confirmed: nothing stays, and the name {name} is free again.',
    zh: '其地址从未确认：不会保留任何内容，名称 {name} 可再次使用。',
  },
  deleteVersions: {
    en: 'Published versions stay, because other projects restore them.',
    zh: '已发布的版本会保留，因为其他项目可能依赖它们。',
  },
  deleteMembers: {
    en: '{count, plural, one {One other member loses} other {# other members lose}} their rights.',
    zh: '{count} 位其他成员将失去权限。',
  },
  orphans: {
    en: '{count, plural, one {A package has} other {# packages have}} no other owner: {ids}',
    zh: '有 {count} 个程序包没有其他所有者：{ids}',
  },
  orphansUnlist: { en: 'Unlist them', zh: '取消列出' },
  orphansKeep: { en: 'Leave them listed', zh: '保持列出' },
  deleteButton: { en: 'Delete the organization', zh: '删除组织' },
  deleted: { en: 'The organization {name} was deleted.', zh: '组织 {name} 已删除。' },
})
