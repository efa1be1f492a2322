import { describe, expect, test } from 'vitest'
import { maxReadmeBytes, parseWrittenReadme } from './written-readme.ts'

describe('a README that is written in the gallery', () => {
  test.each([
    ['ends its lines as files do', '# A\r\nb\rc', '# A\nb\nc'],
    ['loses the mark that editors put first', '\uFEFF# A', '# A'],
    ['may come as the bytes of a file', Buffer.from('# 自述文件'), '# 自述文件'],
    ['may be as large as one in a package', 'a'.repeat(maxReadmeBytes), 'a'.repeat(maxReadmeBytes)],
  ])('%s', (_, given, markdown) => {
    expect(parseWrittenReadme(given)).toEqual({ ok: true, value: markdown })
  })

  test.each([
    ['is not empty', '', 'readme-empty'],
    ['is not only space', ' \n\t', 'readme-empty'],
    ['has a limit in bytes, not characters', '文'.repeat(maxReadmeBytes / 3 + 1), 'readme-too-large'],
    ['has no zero in it, which PostgreSQL cannot keep', 'a\0b', 'readme-not-text'],
    ['has no half of a character', '\ud800', 'readme-not-text'],
    ['is UTF-8', Buffer.from([0x23, 0xff, 0xfe]), 'readme-not-text'],
  ])('%s', (_, given, code) => {
    expect(parseWrittenReadme(given)).toMatchObject({ ok: false, error: { code } })
  })
})
