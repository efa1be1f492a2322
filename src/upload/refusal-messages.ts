import { defineMessages, type Language, type Message, type Translate } from '../i18n/message.ts'
import { describeNupkgRefusal, isNupkgRefusal, type NupkgRefusal, type NupkgWarning } from '../nuget/nupkg.ts'
import type { RowRefusal } from '../publish/judge.ts'
import type { UploadRefusal } from '../publish/receive.ts'
import { describeNupkgRefusalInChinese } from './package-refusal-zh.ts'
import type { StagedRefusal } from './staged.ts'

/** Why something that was uploaded in the browser was not taken or not published. */
export type WebRefusal = NupkgRefusal | RowRefusal | UploadRefusal | StagedRefusal

/** What rows have against a package of somebody who is signed in: everything but what concerns keys. */
export const refusalMessages = defineMessages({
  'user-deleted': {
    en: 'Your account was deleted, so it cannot publish.',
    zh: '你的账户已删除，因此无法发布。',
  },
  'user-locked': {
    en: 'Your account is locked, so you cannot publish packages. Ask an administrator of this gallery.',
    zh: '你的账户已锁定，因此无法发布程序包。请联系本站管理员。',
  },
  'owner-locked': {
    en: 'The account {owner} is locked, so nothing can be published for it. Ask an administrator of this gallery.',
    zh: '账户 {owner} 已锁定，因此无法以其名义发布。请联系本站管理员。',
  },
  'owner-unconfirmed': {
    en: 'The account {owner} has no confirmed e-mail address. Confirm it in its settings, then publish.',
    zh: '账户 {owner} 没有已确认的电子邮件地址。请在其设置中确认后再发布。',
  },
  'not-acting-for-owner': {
    en: 'You may not publish for {owner}. Choose another owner, or ask an administrator of that organization.',
    zh: '你无权以 {owner} 的名义发布。请选择其他所有者，或联系该组织的管理员。',
  },
  'two-factor-required': {
    en: 'The organization {owner} asks its members for two-factor sign-in. Switch it on in your account settings, then publish.',
    zh: '组织 {owner} 要求其成员使用双重验证登录。请在账户设置中启用后再发布。',
  },
  'not-package-owner': {
    en: 'The package {id} belongs to other owners: {owner} is not one of them. Ask an owner to add the account, or choose another ID.',
    zh: '程序包 {id} 属于其他所有者，{owner} 不在其中。请让所有者添加该账户，或选择其他 ID。',
  },
  'package-locked': {
    en: 'The package {id} is locked. Ask an administrator of this gallery.',
    zh: '程序包 {id} 已锁定。请联系本站管理员。',
  },
  'package-id-not-allowed': {
    en: 'The ID of a new package has only ASCII letters, digits and _ with single . or - between. Choose such an ID.',
    zh: '新程序包的 ID 只能由 ASCII 字母、数字和下划线组成，之间可有单个句点或连字符。请选择这样的 ID。',
  },
  'version-deleted': {
    en: '{id} {version} was deleted and cannot be published again: its ID and version stay taken. Choose a higher version.',
    zh: '{id} {version} 已删除，不能再次发布，其 ID 和版本仍被占用。请选择更高的版本。',
  },
  'version-exists': {
    en: '{id} {version} already exists. Versions cannot be replaced: choose a higher one.',
    zh: '{id} {version} 已存在。版本不能替换，请选择更高的版本。',
  },
  versionSame: {
    en: '{id} {version} is the same version as {existing}, which already exists: build metadata does not count. Choose a higher version.',
    zh: '{id} {version} 与已存在的 {existing} 是同一版本，因为生成元数据不计入比较。请选择更高的版本。',
  },
  'id-reserved': {
    en: 'The ID {id} is reserved: {pattern} belongs to other accounts than {owner}. Choose another ID, or ask an administrator of this gallery.',
    zh: 'ID {id} 已保留：{pattern} 属于 {owner} 以外的账户。请选择其他 ID，或联系本站管理员。',
  },
  idReservedForNobody: {
    en: 'The ID {id} is reserved: nobody may publish new packages below {pattern}. Choose another ID, or ask an administrator of this gallery.',
    zh: 'ID {id} 已保留：任何人都不能在 {pattern} 下发布新程序包。请选择其他 ID，或联系本站管理员。',
  },
  'package-too-large': {
    en: 'The file is larger than the {size} that this gallery takes. Make it smaller, or ask an administrator.',
    zh: '文件超过本站允许的 {size}。请缩小文件，或联系管理员。',
  },
  'upload-empty': {
    en: 'No file arrived. Choose a .nupkg file, then upload it.',
    zh: '没有收到文件。请选择 .nupkg 文件后上传。',
  },
  'upload-cut-off': {
    en: 'The upload ended before its end. Nothing was kept: upload it again.',
    zh: '上传在完成前中断，未保留任何内容。请重新上传。',
  },
  'upload-not-readable': {
    en: 'The upload could not be read. Nothing was kept: upload it again.',
    zh: '无法读取上传的内容，未保留任何内容。请重新上传。',
  },
  'upload-waiting': {
    en: '{id} {version} is waiting to be published. Publish it or cancel it, then upload the next one.',
    zh: '{id} {version} 正等待发布。请先发布或取消它，再上传下一个。',
  },
  'upload-gone': {
    en: 'The upload that this form was about is not waiting any more: it was published or cancelled, another one took its place, or a day has passed.',
    zh: '此表单对应的上传已不再等待：它已发布、已取消、被另一个上传取代，或已超过一天。',
  },
})

export const warningMessages = defineMessages({
  'license-missing': {
    en: 'The package has no licence. Add a licence expression or file.',
    zh: '程序包没有许可证。请添加许可证表达式或文件。',
  },
  'license-url-only': {
    en: 'The package has a licenseUrl only, which is deprecated. Use a licence expression or file.',
    zh: '程序包只有 licenseUrl，它已弃用。请使用许可证表达式或文件。',
  },
  'icon-url-only': {
    en: 'The package has an iconUrl only, which is deprecated. Put the icon into the package.',
    zh: '程序包只有 iconUrl，它已弃用。请把图标放进程序包。',
  },
  'readme-missing': {
    en: 'The package has no README. Add one, so that people know how to use it.',
    zh: '程序包没有自述文件。请添加一个，让人们知道如何使用。',
  },
  'repository-url-odd': {
    en: 'The repository address is not one that people can open. Use https, or git for a repository of type git.',
    zh: '存储库地址无法打开。请使用 https，或对 git 类型的存储库使用 git。',
  },
  'text-not-normal': {
    en: 'Some text in the manifest is not in Unicode normal form C, so that searching may miss it.',
    zh: '清单中的部分文本不是 Unicode 规范形式 C，搜索时可能会漏掉。',
  },
  'mcp-server-file-missing': {
    en: 'The package is an MCP server but has no .mcp/server.json file, so that tools cannot set it up.',
    zh: '程序包是 MCP 服务器，但没有 .mcp/server.json 文件，工具无法配置它。',
  },
  'signature-missing': {
    en: 'The package is not signed, but version {previous} is. Sign it too, for those who accept signed packages only.',
    zh: '程序包未签名，但版本 {previous} 已签名。请同样签名，以便只接受签名程序包的人使用。',
  },
})

/** What was refused and what to do, in the reader's language. `formatSize` writes bytes in it. */
export function webRefusalText(
  { t, language, formatSize }: { t: Translate; language: Language; formatSize: (bytes: number) => string },
  refusal: WebRefusal,
): string {
  if (isNupkgRefusal(refusal)) {
    return language === 'zh-CN' ? describeNupkgRefusalInChinese(refusal) : describeNupkgRefusal(refusal)
  }
  const size = refusal.code === 'package-too-large' ? formatSize(refusal.maxBytes) : ''
  return t(messageFor(refusal), { ...withoutObjects(refusal), size })
}

export function warningText(t: Translate, warning: NupkgWarning): string {
  return t(warningMessages[warning.code], withoutObjects(warning))
}

function messageFor(refusal: Exclude<WebRefusal, NupkgRefusal>): Message {
  if (refusal.code === 'version-exists' && refusal.existing.toLowerCase() !== refusal.version.toLowerCase()) {
    return refusalMessages.versionSame
  }
  if (refusal.code === 'id-reserved' && !refusal.hasOwners) return refusalMessages.idReservedForNobody
  const known: Readonly<Partial<Record<string, Message>>> = refusalMessages
  const message = known[refusal.code]
  if (!message) throw new Error(`nobody in a browser has a key: ${refusal.code}`)
  return message
}

function withoutObjects(values: object): Readonly<Record<string, string | number>> {
  const pairs = Object.entries(values).filter(([, value]) => typeof value === 'string' || typeof value === 'number')
  return Object.fromEntries(pairs) as Record<string, string | number>
}
