import type { NupkgRefusal } from '../nuget/nupkg.ts'

type Sentences = { readonly [C in NupkgRefusal['code']]: (r: Extract<NupkgRefusal, { readonly code: C }>) => string }

const packAgain = '请用 dotnet pack 重新打包'

const nameProblems = {
  empty: '名称为空',
  'too-long': '超过 500 个字符或 50 层文件夹',
  'control-character': '含有控制字符',
  'double-backslash': '含有连续两个反斜杠',
  absolute: '以斜杠开头',
  'drive-letter': '以驱动器号开头',
  colon: '含有冒号，在 Windows 上它表示文件的另一个流',
  device: '是 Windows 的设备名',
  'dot-or-space-at-end': '其中的文件或文件夹以句点或空格结尾，Windows 会丢弃它们',
  outside: '指向程序包之外',
  'odd-segment': '含有空的文件夹名，或只由句点和空格组成的文件夹名',
  'not-utf-8': '不是 UTF-8',
} as const

const files = { icon: '图标', readme: '自述文件', license: '许可证文件', nuspec: '清单文件' } as const

const licenseProblems = {
  children: '其中只能有文本',
  length: '最多 500 个字符',
  type: 'type 必须是 "expression" 或 "file"',
  version: 'version 必须是 1.0.0 或省略',
  empty: '内容为空',
} as const

const expressionProblems = {
  syntax: '请使用 SPDX 标识符以及 AND、OR、WITH 和括号',
  'unknown-exception': '其中的例外不在 SPDX 列表中（spdx.org/licenses）',
  'deprecated-license': '其中的标识符在 SPDX 列表中已弃用，列表给出了替代项（spdx.org/licenses）',
  'unknown-license': '其中的标识符不在 SPDX 列表中，大小写也须一致（spdx.org/licenses）',
} as const

const sentences: Sentences = {
  'nupkg-not-a-zip': () => `此文件不是程序包，或者不完整。${packAgain}，然后上传 .nupkg 文件。`,
  'nupkg-zip64': () => '程序包使用了 ZIP64，客户端无法为其签名。请减少文件数量或大小。',
  'nupkg-ambiguous': () => `程序包已损坏，或者不同的工具会读出不同的内容。${packAgain}。`,
  'nupkg-hidden-content': () => `程序包中有不属于任何已列出文件的字节。${packAgain}。`,
  'nupkg-too-many-entries': (r) =>
    `程序包有 ${r.count} 个文件，最多允许 ${r.limit} 个。请把其中一部分放进内部的压缩文件。`,
  'nupkg-too-much-content': (r) =>
    `程序包解压后将占用 ${r.totalBytes} 字节，按其大小最多允许 ${r.limit} 字节。请移除最大的文件。`,
  'nupkg-encrypted': (r) => `条目${quote(r.entry)}已加密。请不使用密码存储。`,
  'nupkg-method': (r) => `条目${quote(r.entry)}使用了不常见的压缩方法。请使用 deflate 或不压缩。`,
  'nupkg-entry-name': (r) => `条目${quote(r.entry)}的名称不被允许：${nameProblems[r.problem]}。`,
  'nupkg-entry-clash': (r) =>
    `条目${quote(r.entry)}和${quote(r.other)}在某些磁盘上会成为同一个文件或文件夹。请重命名其中一个。`,
  'nupkg-link': (r) => `条目${quote(r.entry)}是链接或特殊文件。请换成普通文件。`,
  'nupkg-second-name': (r) => `条目${quote(r.entry)}在 zip 字段中还有另一个名称，客户端会忽略它。${packAgain}。`,
  'nupkg-future': (r) => `条目${quote(r.entry)}的日期比现在晚一天以上。请检查时钟并重新打包。`,
  'nupkg-entry-size': (r) => `条目${quote(r.entry)}的大小与其标头不符。${packAgain}。`,
  'nupkg-nuspec-missing': () => `程序包的根目录中没有 .nuspec 文件。${packAgain}。`,
  'nupkg-nuspec-several': (r) =>
    `程序包中有两个 .nuspec 文件：${quote(r.entry)}和${quote(r.other)}。请只保留根目录中的那个。`,
  'nupkg-nuspec-misplaced': (r) => `.nuspec 文件${quote(r.entry)}不在程序包的根目录中。请移到根目录。`,
  'nupkg-entry-damaged': (r) => `条目${quote(r.entry)}已损坏，或者大小与声明不符。${packAgain}。`,
  'nupkg-file-missing': (r) =>
    `清单中的${files[r.file]}是${quote(r.path)}，但程序包中没有该文件。请加入它（区分大小写）。`,
  'nupkg-file-too-large': (r) => `${files[r.file]}超过 ${r.limit} 字节。请缩小它。`,
  'nupkg-file-empty': (r) => `${files[r.file]}为空。请写入内容，或不在清单中指定它。`,
  'nupkg-file-not-text': (r) => `${files[r.file]}不是 UTF-8 文本。请另存为 UTF-8。`,
  'nupkg-mcp-server-json': () => '文件 .mcp/server.json 不是最大 1 MB 的 JSON 对象。请更正。',
  'nupkg-icon-not-an-image': () => '图标既不是 PNG 也不是 JPEG 图像。请保存为其中一种。',
  'nuspec-encoding': (r) => `无法以${quote(r.encoding)}读取清单。请另存为 UTF-8，并在 XML 声明中写明。`,
  'nuspec-dtd': () => '清单中有文档类型声明（DOCTYPE），这不被允许。请移除。',
  'nuspec-xml': (r) => `清单不是格式正确的 XML（第 ${r.line} 行附近）。请更正并重新打包。`,
  'nuspec-too-complex': () => '清单超过 50000 个元素、单个元素 100 个属性或 32 层嵌套。请简化。',
  'nuspec-no-metadata': () => '清单的 <package> 元素中没有 <metadata> 元素。请重新打包。',
  'nuspec-element-duplicate': (r) => `清单中的元素${quote(r.element)}出现了多次。请只保留一个。`,
  'nuspec-element-reserved': (r) => `清单中的元素${quote(r.element)}由程序包库保留。请移除。`,
  'nuspec-element-case': (r) => `清单中有元素${quote(r.element)}。请写成 ${r.expected}。`,
  'nuspec-element-missing': (r) => `清单中没有 ${r.element}。请添加带文本的 <${r.element}> 元素。`,
  'nuspec-too-long': (r) => `清单中的 ${r.element} 有 ${r.length} 个字符，最多允许 ${r.limit} 个。请缩短。`,
  'nuspec-id-invalid': (r) =>
    `程序包 ID ${quote(r.id)}无效。请使用最多 100 个字母、数字和下划线，之间可有单个句点或连字符。` +
    (r.id.includes('$') ? '（$id$ 之类的标记没有被替换：请改为打包项目。）' : ''),
  'nuspec-version-invalid': (r) => `版本${quote(r.version)}无效。请使用 1.2.3 或 1.2.3-beta.1 之类的形式。`,
  'nuspec-version-unsupported': (r) =>
    `版本${quote(r.version)}无法发布：它至少要有一个句点，最多 64 个字符，且不含句点的预发行标签必须以字母开头。`,
  'nuspec-identity-too-long': (r) => `程序包 ID 和版本共有 ${r.length} 个字符，最多允许 ${r.limit} 个。请缩短其一。`,
  'nuspec-boolean-invalid': (r) => `清单中的 ${r.element} 是${quote(r.text)}。请写 true 或 false。`,
  'nuspec-url-invalid': (r) => `清单中的 ${r.element} 是${quote(r.url)}。请使用完整的 http 或 https 地址。`,
  'nuspec-min-client-version': (r) =>
    `minClientVersion ${quote(r.text)}不是 ${r.limit} 及更早客户端的版本。请降低或移除。`,
  'nuspec-package-type-invalid': (r) =>
    `程序包类型${quote(r.name)}${r.version === null ? '' : `（版本${quote(r.version)}）`}无效。请使用类似程序包 ID 的名称，版本（如有）为两到四个数字。`,
  'nuspec-symbols-package': () => '这是符号包。请以 .snupkg 文件推送到符号终结点（api/v2/symbolpackage）。',
  'nuspec-mcp-server-without-tool': () => 'McpServer 类型的程序包还必须具有 DotnetTool 类型。请将其加入程序包类型。',
  'nuspec-license-invalid': (r) => `清单中的 license 元素无效：${licenseProblems[r.problem]}。`,
  'nuspec-license-expression': (r) =>
    `许可证表达式${quote(r.expression)}无效：${expressionProblems[r.wrong.problem]}。请更正，或把许可证文本放进程序包的文件中。`,
  'nuspec-license-url': (r) => `清单中的 licenseUrl 与其许可证不符。请移除，或设为${quote(r.expected)}。`,
  'nuspec-license-url-placeholder': () => '清单中的 licenseUrl 是 license 元素的占位符，但没有该元素。请添加许可证。',
  'nuspec-license-required': () => '本程序包库只接受带许可证的程序包。请添加许可证表达式或许可证文件。',
  'nuspec-file-extension': (r) => `清单中的${files[r.element]}是${quote(r.path)}。扩展名必须是 ${r.allowed}。`,
  'nuspec-dependency-id-invalid': (r) => `依赖项${quote(r.id)}不是有效的程序包 ID。请更正。`,
  'nuspec-dependency-version-invalid': (r) =>
    `依赖项${quote(r.id)}的版本${quote(r.version)}既不是版本也不是范围。请使用 1.2.3 或 [1.0, 2.0) 之类的形式。`,
  'nuspec-dependency-floating': (r) => `依赖项${quote(r.id)}使用了浮动版本${quote(r.version)}。请使用固定版本或范围。`,
  'nuspec-dependency-metadata': (r) =>
    `依赖项${quote(r.id)}的版本${quote(r.version)}带有生成元数据。请移除“+”之后的部分。`,
  'nuspec-dependency-duplicate': (r) =>
    `依赖项${quote(r.id)}在${framework(r.targetFramework)}下列出了两次。请只保留一个。`,
  'nuspec-dependency-group-duplicate': (r) => `清单中有两个${framework(r.targetFramework)}的依赖项组。请合并。`,
  'nuspec-dependencies-too-long': (r) => `依赖项共有 ${r.length} 个字符，最多允许 ${r.limit} 个。请减少依赖项。`,
  'nuspec-framework-unsupported': (r) =>
    `${r.element} 的目标框架${quote(r.targetFramework)}未知。请使用 net8.0 或 netstandard2.0 之类的框架。`,
}

/** The Chinese of `describeNupkgRefusal`, for pages. Text from the package is cut and quoted. */
export function describeNupkgRefusalInChinese(refusal: NupkgRefusal): string {
  return (sentences[refusal.code] as (r: NupkgRefusal) => string)(refusal)
}

function framework(targetFramework: string | null): string {
  return targetFramework === null ? '任意框架' : quote(targetFramework)
}

/** Without what cannot be seen or turns the direction of writing. */
function quote(text: string): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?')
  return `“${safe.length > 60 ? `${safe.slice(0, 59)}…` : safe}”`
}
