import { defineMessages } from '../i18n/message.ts'

export const messages = defineMessages({
  treeOf: { en: 'Dependency tree of {id} {version}', zh: '{id} {version} 的依赖关系树' },
  treeLead: {
    en: 'What a project for {framework} gets with it: of each package the lowest version that this gallery has in the range. The client may take a higher one where another package asks for it.',
    zh: '面向 {framework} 的项目会获得的内容：每个程序包取本程序包库中符合范围的最低版本。如有其他程序包要求，客户端可能会使用更高的版本。',
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
  foreign: { en: 'not in this gallery', zh: '不在本程序包库中' },
  noVersion: { en: 'no such version in this gallery', zh: '本程序包库中没有此版本' },
  cycle: { en: 'needs itself again', zh: '循环依赖' },
  shownElsewhere: { en: 'shown elsewhere on this page', zh: '已在本页其他位置显示' },
})
