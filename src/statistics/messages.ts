import { defineMessages } from '../i18n/message.ts'
import type { PeriodName } from './period.ts'
import type { Column } from './pivot.ts'

export const messages = defineMessages({
  title: { en: 'Statistics', zh: '统计信息' },
  lead: {
    en: 'Every download of a package file counts: restores, installs, mirrors. What a machine takes from its own cache does not.',
    zh: '程序包文件的每次下载都会计入：还原、安装和镜像。从计算机本地缓存中读取的不计入。',
  },
  lastUpdated: { en: 'Last updated:', zh: '上次更新：' },
  nothingYet: { en: 'Nothing has been downloaded yet', zh: '尚无下载' },
  nothingYetText: {
    en: 'Restore a package of this gallery, and come back in a few seconds.',
    zh: '从本程序包库还原一个程序包，几秒钟后再来查看。',
  },
  nothingInSixWeeks: {
    en: 'Nothing was downloaded in the last six weeks.',
    zh: '最近六周内没有下载。',
  },
  nothingInPeriod: { en: 'No downloads between these days', zh: '这段时间内没有下载' },
  nothingInPeriodText: { en: 'Choose a longer period.', zh: '请选择更长的时间段。' },

  countPackages: { en: '{count, plural, one {package} other {packages}}', zh: '{count, plural, other {个程序包}}' },
  countVersions: { en: '{count, plural, one {version} other {versions}}', zh: '{count, plural, other {个版本}}' },
  countDownloads: { en: '{count, plural, one {download} other {downloads}}', zh: '{count, plural, other {次下载}}' },

  weeks: { en: 'Downloads by week', zh: '每周下载次数' },
  weekFrom: { en: 'Week from', zh: '周（起始日）' },
  clientsOverTime: { en: 'Downloads by client, last six weeks', zh: '最近六周各客户端的下载次数' },
  clients: { en: 'Clients, last six weeks', zh: '最近六周的客户端' },
  topPackages: { en: 'Most downloaded packages', zh: '下载次数最多的程序包' },
  topVersions: { en: 'Most downloaded versions', zh: '下载次数最多的版本' },
  allTopPackages: { en: 'All of the most downloaded packages', zh: '查看下载次数最多的程序包列表' },
  allTopVersions: { en: 'All of the most downloaded versions', zh: '查看下载次数最多的版本列表' },
  inSixWeeks: { en: 'Last six weeks', zh: '最近六周' },
  ever: { en: 'All time', zh: '全部时间' },
  rank: { en: 'Rank', zh: '排名' },
  package: { en: 'Package', zh: '程序包' },
  downloads: { en: 'Downloads', zh: '下载次数' },
  csv: { en: 'Download as CSV', zh: '下载 CSV' },
  csvOf: { en: 'Download as CSV: {table}', zh: '下载 CSV：{table}' },
  backToStatistics: { en: 'All statistics', zh: '全部统计信息' },
  backToPackage: { en: 'Back to the package', zh: '返回程序包' },
  whichDownloads: { en: 'Which downloads', zh: '统计范围' },

  packageTitle: { en: 'Downloads of {id}', zh: '{id} 的下载统计' },
  versionTitle: { en: 'Downloads of {id} {version}', zh: '{id} {version} 的下载统计' },
  period: { en: 'Period', zh: '时间段' },
  from: { en: 'From', zh: '从' },
  to: { en: 'To', zh: '到' },
  daysHint: { en: 'Days begin at midnight UTC, and today is not over.', zh: '每天从 UTC 零点开始，今天尚未结束。' },
  countedSince: { en: 'The first download was counted on {date}.', zh: '首次计入下载的日期为 {date}。' },
  countedElsewhere: {
    en: '{formatted} {count, plural, one {download} other {downloads}} counted elsewhere before {count, plural, one {is} other {are}} not among them.',
    zh: '此前在其他程序包库计入的 {formatted} {count, plural, other {次下载}}不包含在内。',
  },
  allVersions: { en: 'All versions', zh: '所有版本' },
  tellApart: { en: 'Tell apart by', zh: '分组依据' },
  show: { en: 'Show', zh: '显示' },
  totalInPeriod: {
    en: '{formatted} {count, plural, one {download} other {downloads}} from {from} to {to}',
    zh: '{from}至{to}共 {formatted} {count, plural, other {次下载}}',
  },
  byVersion: { en: 'By version', zh: '按版本' },
  byClient: { en: 'By client', zh: '按客户端' },
  numbers: { en: 'All numbers', zh: '全部数据' },
  rowsShown: {
    en: 'The first {count} rows are shown. The CSV file has all of them.',
    zh: '仅显示前 {count} 行。CSV 文件包含全部数据。',
  },

  plotOf: {
    en: '{title}, {from} to {to}. The numbers are in the table below.',
    zh: '{title}，{from}至{to}。数据见下表。',
  },
  asTable: { en: 'The numbers as a table', zh: '以表格形式显示数据' },
  day: { en: 'Day', zh: '日期' },
  fourWeeksFrom: { en: 'Four weeks from', zh: '四周（起始日）' },
  total: { en: 'Total', zh: '合计' },
  others: { en: 'Others', zh: '其他' },
  otherVersions: { en: 'Unlisted and deleted versions', zh: '未列出和已删除的版本' },
  otherClients: { en: 'Other clients', zh: '其他客户端' },
  browser: { en: 'Browser', zh: '浏览器' },

  downloadsInSixWeeks: { en: 'Downloads in the last six weeks', zh: '最近六周的下载次数' },
  fullStatistics: { en: 'Full statistics', zh: '完整统计信息' },
  sixWeeksLine: {
    en: '{formatted} {count, plural, one {download} other {downloads}} in the last six weeks',
    zh: '最近六周 {formatted} {count, plural, other {次下载}}',
  },
})

export const periodWords: Readonly<Record<PeriodName, { readonly en: string; readonly zh: string }>> = {
  'six-weeks': { en: 'Last six weeks', zh: '最近六周' },
  week: { en: 'Last week', zh: '最近一周' },
  year: { en: 'Last year', zh: '最近一年' },
  all: { en: 'All time', zh: '全部时间' },
}

export const columnWords: Readonly<Record<Column, { readonly en: string; readonly zh: string }>> = {
  version: { en: 'Version', zh: '版本' },
  client: { en: 'Client', zh: '客户端' },
  'client-version': { en: 'Client version', zh: '客户端版本' },
}
