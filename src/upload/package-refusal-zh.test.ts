import { expect, test } from 'vitest'
import { describeNupkgRefusalInChinese } from './package-refusal-zh.ts'

test('text from a package is cut and quoted, and can neither turn the line nor hide in it', () => {
  const entry = `a\u202eb\u0000c\u200d${'长'.repeat(100)}`
  const sentence = describeNupkgRefusalInChinese({ code: 'nupkg-encrypted', entry })
  expect(sentence).toMatch(/^条目“a\?b\?c\?长{53}…”已加密。/)
})

test.each([
  [
    { code: 'nupkg-file-missing', file: 'readme', path: 'README.md' },
    '清单中的自述文件是“README.md”，但程序包中没有该文件。',
  ],
  [{ code: 'nupkg-entry-name', entry: '../x', problem: 'outside' }, '条目“../x”的名称不被允许：指向程序包之外。'],
  [{ code: 'nuspec-id-invalid', id: '$id$' }, '标记没有被替换'],
  [
    { code: 'nuspec-license-expression', expression: 'X', wrong: { problem: 'unknown-license', id: 'X' } },
    '不在 SPDX 列表中',
  ],
  [{ code: 'nuspec-dependency-duplicate', id: 'A', targetFramework: null }, '依赖项“A”在任意框架下列出了两次。'],
  [{ code: 'nuspec-package-type-invalid', name: 'a b', version: null }, '程序包类型“a b”无效。'],
] as const)('%j is said in Chinese', (refusal, part) => {
  expect(describeNupkgRefusalInChinese(refusal)).toContain(part)
})
