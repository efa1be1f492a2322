import { defineMessages } from '../i18n/message.ts'

/** The words of the mails about owners, in Markdown. */
export const mailMessages = defineMessages({
  requestSubject: {
    en: '{asker} asks {name} to become an owner of {id}',
    zh: '{asker} 请 {name} 成为 {id} 的所有者',
  },
  requestBody: {
    en: '{asker} asks the account {name} to become an owner of the package {id}{handsOver, select, yes {, in place of {askedFor}} other {}}. Owners publish versions and decide who else owns the package.\n\nRead the request, then accept or decline it:\n\n{url}\n\nNothing happens before somebody presses a button there. The request is also on the page Manage packages:\n\n{list}',
    zh: '{asker} 请账户 {name} 成为程序包 {id} 的所有者{handsOver, select, yes {，以接替 {askedFor}} other {}}。所有者可以发布版本，并决定还有谁拥有此程序包。\n\n请查看请求，然后接受或拒绝：\n\n{url}\n\n在该页面按下按钮之前不会发生任何更改。也可以在“管理程序包”页面找到此请求：\n\n{list}',
  },
  messageOf: { en: '{asker} writes:', zh: '{asker} 的留言：' },
  administratorWrites: { en: 'An administrator of this gallery writes:', zh: '本站管理员的留言：' },
  announcedSubject: {
    en: '{name} was asked to become an owner of {id}',
    zh: '已请 {name} 成为 {id} 的所有者',
  },
  announcedBody: {
    en: '{asker} asked the account {name} to become an owner of the package {id}{handsOver, select, yes {, in place of {askedFor}} other {}}. If you do not want that, cancel the request:\n\n{url}',
    zh: '{asker} 已请账户 {name} 成为程序包 {id} 的所有者{handsOver, select, yes {，以接替 {askedFor}} other {}}。如果你不同意，请取消该请求：\n\n{url}',
  },
  declinedSubject: { en: '{name} does not become an owner of {id}', zh: '{name} 拒绝成为 {id} 的所有者' },
  declinedBody: {
    en: 'The account {name} declined to become an owner of the package {id}. Its owners stay as they are.',
    zh: '账户 {name} 拒绝成为程序包 {id} 的所有者。所有者保持不变。',
  },
  cancelledSubject: { en: 'The request about {id} was cancelled', zh: '关于 {id} 的请求已取消' },
  cancelledBody: {
    en: 'The account {name} is no longer asked to become an owner of the package {id}. There is nothing for you to do.',
    zh: '已不再请账户 {name} 成为程序包 {id} 的所有者。你无需进行任何操作。',
  },
  addedSubject: { en: '{name} is an owner of {id} now', zh: '{name} 现在是 {id} 的所有者' },
  addedBody: {
    en: 'The account {name} is an owner of the package {id} now. Its owners:\n\n{owners}\n\nSee the package:\n\n{url}',
    zh: '账户 {name} 现在是程序包 {id} 的所有者。所有者：\n\n{owners}\n\n查看程序包：\n\n{url}',
  },
  removedSubject: { en: '{name} is no longer an owner of {id}', zh: '{name} 不再是 {id} 的所有者' },
  removedBody: {
    en: 'The account {name} is no longer an owner of the package {id}: it cannot publish versions any more. Its owners:\n\n{owners}\n\nSee the package:\n\n{url}',
    zh: '账户 {name} 不再是程序包 {id} 的所有者，因此无法再发布版本。所有者：\n\n{owners}\n\n查看程序包：\n\n{url}',
  },
})
