import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  treeOf: { en: 'Dependency tree of {id} {version}', zh: '{id} {version} 的依赖关系树' },
  treeLead: {
    en: 'What a project for {framework} gets with it: of each package the lowest version in this gallery that will do. Where another package asks for a higher one, the client takes that.',
    zh: '这是面向 {framework} 的项目会获得的内容：每个程序包取本程序包库中符合要求的最低版本。如果其他程序包要求更高的版本，客户端会采用该版本。',
  },
  framework: { en: 'Framework of the project', zh: '项目的框架' },
  backToPackage: { en: 'Back to the package', zh: '返回程序包' },
  noDependencies: {
    en: 'It needs no other package in a project for {framework}.',
    zh: '在面向 {framework} 的项目中，它不需要其他程序包。',
  },
  dependencies: {
    en: '{count, plural, one {# dependency} other {# dependencies}}',
    zh: '{count, plural, other {# 个依赖项}}',
  },
  dependenciesOf: {
    en: '{count, plural, one {# dependency} other {# dependencies}} of {id}',
    zh: '{id} 的 {count, plural, other {# 个依赖项}}',
  },
  inAll: {
    en: '{count, plural, one {# package} other {# packages}} in all{foreign, plural, =0 {} one {, one of them not in this gallery} other {, # of them not in this gallery}}.',
    zh: '共 {count} 个程序包{foreign, plural, =0 {} other {，其中 # 个不在本程序包库中}}。',
  },
  atLeast: {
    en: 'More than {count} packages: what lies deeper opens on demand.',
    zh: '超过 {count} 个程序包：更深的层级可按需展开。',
  },
  walk: {
    en: 'Arrow keys walk the tree: right opens, left closes.',
    zh: '可用方向键浏览：向右展开，向左折叠。',
  },
  openAll: { en: 'Open all', zh: '全部展开' },
  closeAll: { en: 'Close all', zh: '全部折叠' },
  foreign: { en: 'not in this gallery', zh: '不在本程序包库中' },
  noVersion: { en: 'no such version in this gallery', zh: '本程序包库中没有此版本' },
  deprecated: { en: 'deprecated', zh: '已弃用' },
  cycle: { en: 'needs itself again', zh: '循环依赖' },
  shownElsewhere: { en: 'opened elsewhere', zh: '已在别处展开' },
})
