import { expect, test } from 'vitest'
import { isSafeAddress } from './address.ts'
import { composeMail } from './compose.ts'
import { escapeMarkdown, renderMarkdown } from './markdown.ts'

const config = { brand: 'Contoso *Packages*', publicUrl: 'https://packages.contoso.com', port: 5633 }
const account = { id: 7, name: 'ann_lee' }

function mail(markdown: string, options: { account?: typeof account | null; language?: 'en' | 'zh-CN' } = {}) {
  return composeMail(config, {
    kind: 'test',
    to: 'ann@contoso.com',
    account: options.account === undefined ? account : options.account,
    language: options.language ?? 'en',
    subject: 'Your key\r\nBcc: eve@example.com\texpires',
    markdown,
  })
}

test('the subject has the brand in front and is one line', () => {
  expect(mail('x').subject).toBe('[Contoso *Packages*] Your key Bcc: eve@example.com expires')
})

test('both bodies say the same, and the text names each address', () => {
  const { text, html } = mail(
    'Hello **Ann**,\n\n[Choose a password](https://packages.contoso.com/x?y=1) or:\n\n- one\n- two',
  )
  expect(text).toContain('Hello Ann,\n\nChoose a password (https://packages.contoso.com/x?y=1) or:\n\n- one\n\n- two')
  expect(html).toContain('<a href="https://packages.contoso.com/x?y=1">Choose a password</a>')
  expect(html).toContain('<strong>Ann</strong>')
  expect(html).toContain('<html lang="en">')
})

test('what somebody wrote does not pass for our own words in plain text', () => {
  const { text } = renderMarkdown('Eve writes:\n\n> Pay here:  \n> now\n>\n> Yours, Lode\n\nAnswer this mail.')
  expect(text).toBe('Eve writes:\n\n> Pay here:\n> now\n\n> Yours, Lode\n\nAnswer this mail.\n')
})

test('the footer says why the mail was sent and where to change that', () => {
  const { text } = mail('x')
  expect(text).toContain('it concerns your account ann_lee at Contoso *Packages*.')
  expect(text).toContain('https://packages.contoso.com/account')
})

test('the footer is in the language of the recipient', () => {
  expect(mail('x', { language: 'zh-CN' }).text).toContain('账户 ann_lee 有关')
  expect(mail('x', { language: 'zh-CN' }).html).toContain('<html lang="zh-CN">')
})

test('a mail to somebody without an account does not speak of settings', () => {
  const { text } = mail('x', { account: null })
  expect(text).toContain('somebody entered this address')
  expect(text).not.toContain('/account')
})

test('what people typed makes no markup and no link in either body', () => {
  const typed = '<b>x</b> [free](https://evil.example) https://evil.example *y* `z`\n# big'
  const { html, text } = mail(`Key: ${escapeMarkdown(typed)}`)
  expect(html).not.toContain('<b>x')
  expect(html).not.toContain('href="https://evil.example')
  expect(html).not.toContain('<h1>')
  expect(text).toContain('Key: <b>x</b> [free](https://evil.example) https://evil.example *y* `z` # big')
})

test('HTML in the Markdown is shown, not run', () => {
  expect(mail('<script>alert(1)</script>').html).not.toContain('<script>')
})

test('code and numbered lists keep their shape in text', () => {
  expect(renderMarkdown('1. a\n2. b\n\n```\ndotnet nuget push\n```').text).toBe(
    '1. a\n\n2. b\n\n   dotnet nuget push\n',
  )
})

test.each(['ann@contoso.com', 'ann+nuget@sub.contoso.co.uk', 'o’neil@例え.jp', "o'neil@x.y"])(
  '%s may get mail',
  (address) => {
    expect(isSafeAddress(address)).toBe(true)
  },
)

test.each([
  '',
  'ann',
  'ann@',
  '@x',
  'a@b@c',
  'x@y\r\nBcc: e@z',
  'x@y\n',
  'x y@z',
  'x@y,e@z',
  'x@y;e@z',
  'Ann <x@y>',
  'a:x@y;',
  '"a b"@c',
  'x@y\0',
  'x@\u2028y',
  `${'a'.repeat(250)}@b.cc`,
])('%j may not get mail', (address) => {
  expect(isSafeAddress(address)).toBe(false)
})
