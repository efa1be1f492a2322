import { defineMessages } from '../i18n/message.ts'

/** What the home page says, the search page, and the page about a package that is not here. */
export const messages = defineMessages({
  // Home
  homeLead: {
    en: 'Find, publish and restore .NET packages.',
    zh: '查找、发布和还原 .NET 程序包。',
  },
  homeAbout: {
    en: 'This is a NuGet gallery: dotnet, Visual Studio and every other NuGet client restore from it and publish to it. Whatever was published can be restored at once, and nobody can replace it.',
    zh: '这是一个 NuGet 程序包库：dotnet、Visual Studio 和其他所有 NuGet 客户端都可以从这里还原，也可以发布到这里。发布的程序包可以立即还原，任何人都无法替换。',
  },
  homeAboutPrivate: {
    en: 'This is a private NuGet gallery: dotnet, Visual Studio and every other NuGet client restore from it and publish to it with an API key. Whatever was published can be restored at once, and nobody can replace it.',
    zh: '这是一个不公开的 NuGet 程序包库：dotnet、Visual Studio 和其他所有 NuGet 客户端使用 API 密钥从这里还原、向这里发布。发布的程序包可以立即还原，任何人都无法替换。',
  },
  recentlyPublished: { en: 'Recently published', zh: '最近发布' },
  mostDownloaded: { en: 'Most downloaded', zh: '下载次数最多' },
  inSixWeeks: { en: 'In the last six weeks', zh: '最近六周内' },
  allRecent: { en: 'All packages, newest first', zh: '按发布时间查看所有程序包' },
  allStatistics: { en: 'All statistics', zh: '全部统计信息' },
  startHere: { en: 'Start here', zh: '从这里开始' },
  addSource: { en: 'Add this gallery as a source:', zh: '将本程序包库添加为源：' },
  addPrivateSource: {
    en: 'Add this gallery as a source. It is private: any of your API keys is the password, in place of KEY.',
    zh: '将本程序包库添加为源。本程序包库不公开：请将 KEY 替换为你的任意一个 API 密钥，作为密码。',
  },
  restoreHint: {
    en: 'Add a package to a project, with its ID in place of PACKAGE, and restore.',
    zh: '将程序包添加到项目（用其 ID 替换 PACKAGE），然后还原。',
  },
  copyAddSource: { en: 'Copy the command that adds the source', zh: '复制添加源的命令' },
  copyAddPackage: { en: 'Copy the command that adds a package', zh: '复制添加程序包的命令' },
  copyRestore: { en: 'Copy the command that restores', zh: '复制还原命令' },
  copyPack: { en: 'Copy the command that packs', zh: '复制打包命令' },
  copyPush: { en: 'Copy the command that publishes', zh: '复制发布命令' },
  pushHint: { en: 'Publish a package with an API key in place of KEY.', zh: '发布程序包，将 KEY 替换为 API 密钥。' },
  makeKey: { en: 'Create one on the API Keys page', zh: '在 API 密钥页面创建' },
  moreHelp: {
    en: 'Pipelines, nuget.config, versions in one place: the help',
    zh: '流水线、nuget.config、集中管理版本：查看帮助',
  },
  firstPackage: { en: 'The first package can be yours', zh: '来发布第一个程序包吧' },
  firstPackageText: {
    en: 'Nothing has been published here yet. It takes a few minutes:',
    zh: '这里还没有发布过程序包。只需几分钟：',
  },
  firstAccount: { en: 'Create an account.', zh: '创建账户。' },
  firstAccountClosed: {
    en: 'Ask the administrator of this gallery for an account, and sign in.',
    zh: '向本站管理员申请账户，然后登录。',
  },
  firstAccountDone: { en: 'You have an account: {name}.', zh: '你已有账户：{name}。' },
  signUp: { en: 'Sign up', zh: '注册' },
  signIn: { en: 'Sign in', zh: '登录' },
  firstKey: {
    en: 'Create an API key: with it the client publishes in your name.',
    zh: '创建 API 密钥：客户端使用它以你的名义发布。',
  },
  firstPush: {
    en: 'Pack your project and push the package, with the key in place of KEY.',
    zh: '打包项目并推送程序包，将 KEY 替换为你的密钥。',
  },
  orUpload: { en: 'Or upload the file in the browser', zh: '或在浏览器中上传文件' },
  thenRestore: { en: 'Then restore it anywhere', zh: '然后在任何地方还原' },

  // Search
  searchTitle: { en: 'Packages', zh: '程序包' },
  searchTitleFor: { en: 'Packages for “{query}”', zh: '“{query}”的搜索结果' },
  resultCount: {
    en: '{count, plural, =0 {No packages} one {# package} other {# packages}}',
    zh: '{count, plural, =0 {没有程序包} other {# 个程序包}}',
  },
  resultCountMany: { en: 'More than 10,000 packages', zh: '超过 10,000 个程序包' },
  packageType: { en: 'Package type', zh: '程序包类型' },
  typeAll: { en: 'All types', zh: '所有类型' },
  typeDependency: { en: 'Dependency', zh: '依赖项' },
  typeTool: { en: '.NET tool', zh: '.NET 工具' },
  typeTemplate: { en: 'Template', zh: '模板' },
  typeSdk: { en: 'MSBuild SDK', zh: 'MSBuild SDK' },
  typeMcp: { en: 'MCP server', zh: 'MCP 服务器' },
  otherType: {
    en: '“{type}” is none of the usual package types. Only packages that name exactly this type are shown.',
    zh: '“{type}”不是常用的程序包类型。仅显示声明了此类型的程序包。',
  },
  leaveOut: { en: 'Leave out', zh: '不显示' },
  leaveOutPrerelease: { en: 'Prerelease versions', zh: '预发行版本' },
  leaveOutDeprecated: { en: 'Deprecated packages', zh: '已弃用的程序包' },
  frameworks: { en: 'Frameworks', zh: '框架' },
  versionsOf: { en: 'Certain versions of {product}', zh: '{product} 的指定版本' },
  otherFrameworks: { en: 'Others', zh: '其他' },
  anyIsEnough: { en: 'One of them is enough', zh: '满足其一即可' },
  anyIsEnoughHint: { en: 'Otherwise a package must be for all of them.', zh: '否则程序包须适用于所有选中的框架。' },
  namedOnly: { en: 'Only what the package names', zh: '仅限程序包自己声明的' },
  namedOnlyHint: {
    en: 'Otherwise what the client can use counts as well: netstandard2.0 for net8.0.',
    zh: '否则也包括客户端可兼容使用的，例如 net8.0 可使用 netstandard2.0。',
  },
  sortBy: { en: 'Sort by', zh: '排序方式' },
  sortRelevance: { en: 'Relevance', zh: '相关性' },
  sortDownloads: { en: 'Downloads', zh: '下载次数' },
  sortCreated: { en: 'Recently published', zh: '最近发布' },
  apply: { en: 'Apply', zh: '应用' },
  filters: { en: 'Filters', zh: '筛选' },
  activeFilters: { en: 'Active filters', zh: '当前筛选条件' },
  removeFilter: { en: 'Remove the filter {filter}', zh: '移除筛选条件“{filter}”' },
  noPrereleases: { en: 'no prereleases', zh: '不含预发行版' },
  noDeprecated: { en: 'not deprecated', zh: '不含已弃用' },
  onlyNamed: { en: 'frameworks named by the package', zh: '程序包声明的框架' },
  anyOfThem: { en: 'one framework is enough', zh: '满足一个框架即可' },
  clearFilters: { en: 'Clear the filters', zh: '清除筛选条件' },
  browseAll: { en: 'Browse all packages', zh: '浏览所有程序包' },
  profileOf: { en: 'Profile of {name}', zh: '{name} 的个人资料' },
  resultsAreNear: {
    en: 'Nothing matches “{query}” as typed. These packages are close to it.',
    zh: '没有与“{query}”完全匹配的结果。以下是相近的程序包。',
  },
  didYouMean: { en: 'Did you mean {words}?', zh: '你是不是要找 {words}？' },
  exactElsewhere: {
    en: '{id} is exactly what you typed. With these filters and in this order it is not on this page.',
    zh: '{id} 与你输入的内容完全一致，但在当前筛选条件和排序下不在此页。',
  },
  nothingFor: { en: 'No package matches “{query}”', zh: '没有与“{query}”匹配的程序包' },
  nothingForFilters: {
    en: 'No package matches “{query}” with these filters',
    zh: '在当前筛选条件下，没有与“{query}”匹配的程序包',
  },
  nothingWithFilters: { en: 'No package matches these filters', zh: '没有符合当前筛选条件的程序包' },
  withoutFilters: {
    en: 'Without the filters there {count, plural, =0 {is none either} one {is # package} other {are # packages}}.',
    zh: '{count, plural, =0 {清除筛选条件后同样没有结果。} other {清除筛选条件后有 # 个程序包。}}',
  },
  withoutFiltersMany: {
    en: 'Without the filters there are more than 10,000 packages.',
    zh: '清除筛选条件后有超过 10,000 个程序包。',
  },
  oneWord: {
    en: 'No package has all these words. Of the words alone there is something for:',
    zh: '没有同时包含这些词的程序包。单独搜索以下词有结果：',
  },
  wordCount: { en: '{word} ({count})', zh: '{word}（{count}）' },
  onlyOurs: {
    en: 'This gallery shows what was published to it. What is on nuget.org comes from there, as a second source beside this one.',
    zh: '本程序包库仅显示发布到这里的程序包。nuget.org 上的程序包需要将 nuget.org 作为另一个源。',
  },
  howToSetUp: { en: 'How to set up the sources', zh: '如何设置源' },
  beyondTitle: { en: 'There are no more packages here', zh: '没有更多程序包了' },
  beyondText: { en: 'The last page is page {page, number}.', zh: '最后一页是第 {page, number} 页。' },
  beyondMany: {
    en: 'At most {page, number} pages are shown. Add words or filters to find the rest.',
    zh: '最多显示 {page, number} 页。请添加关键词或筛选条件以查找其余程序包。',
  },
  firstPage: { en: 'First page', zh: '第一页' },
  lastPage: { en: 'Last page', zh: '最后一页' },
  searchRefused: {
    en: 'This search is too long. Use fewer or shorter words.',
    zh: '搜索内容过长，请减少或缩短关键词。',
  },
  searchUnavailable: {
    en: 'Search is starting and will answer in a moment. Reload this page.',
    zh: '搜索正在启动，请稍后重新加载此页面。',
  },

  // One package in a list
  exactMatch: { en: 'exact match', zh: '完全匹配' },
  byOwners: { en: 'by {owners}', zh: '所有者：{owners}' },
  moreOwners: { en: '{count} more', zh: '另外 {count} 个' },
  updated: { en: 'Updated', zh: '更新于' },

  // No such package
  missingTitle: { en: '{id} is not in this gallery', zh: '本程序包库中没有 {id}' },
  missingText: {
    en: 'No package has this ID here, or everything of it was deleted.',
    zh: '这里没有使用此 ID 的程序包，或者其所有内容都已删除。',
  },
  missingNear: { en: 'Perhaps you are looking for one of these:', zh: '你要找的可能是：' },
  missingSearch: { en: 'Search for {id}', zh: '搜索 {id}' },
  noSuchPrerelease: {
    en: '{id} has no prerelease version whose label begins with “{label}”.',
    zh: '{id} 没有标签以“{label}”开头的预发行版本。',
  },
  missingYours: { en: 'Publish it', zh: '发布它' },
})
