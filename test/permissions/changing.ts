import { onPagesAlone, ownPackage, post, send, versionOf, type Act, type Asked } from './act.ts'

const manage = ({ subject }: Asked) => `/packages/${subject.id}/manage`
const second = ({ subject }: Asked) => `/api/v2/package/${subject.id}/2.0.0`
const chosen = (act: string, more: Readonly<Record<string, string>> = {}) =>
  post(manage, () => ({ act, versions: '2.0.0', ...more }))
const lodeVersion =
  (...words: readonly string[]) =>
  ({ subject }: Asked) =>
    Promise.resolve(['package', ...words, `${subject.id}@2.0.0`])

export const changing: readonly Act[] = [
  {
    action: 'change-versions',
    name: 'unlist',
    audit: 'Unlist',
    prepare: ownPackage,
    page: chosen('unlist'),
    protocol: send('DELETE', second),
    commandLine: lodeVersion('unlist'),
    done: async (asked) => (await versionOf(asked, '2.0.0'))?.isListed === false,
  },
  {
    action: 'change-versions',
    name: 'relist',
    audit: 'List',
    async prepare(world, person) {
      const { id } = await ownPackage(world, person)
      const { db } = world.server.deps
      await db.transaction(async (tx) => {
        await tx.updateTable('versions').set({ listed: 0 }).where('package_id', '=', id).execute()
      })
      return { id }
    },
    page: chosen('relist'),
    protocol: send('POST', second),
    commandLine: lodeVersion('relist'),
    done: async (asked) => (await versionOf(asked, '2.0.0'))?.isListed === true,
  },
  {
    action: 'change-versions',
    name: 'deprecate',
    audit: 'Deprecate',
    prepare: ownPackage,
    page: chosen('deprecate', { reasons: 'isLegacy' }),
    protocol: send(
      'PUT',
      ({ subject }) => `/api/v2/package/${subject.id}/deprecations`,
      () => Promise.resolve(JSON.stringify({ versions: ['2.0.0'], isLegacy: true })),
    ),
    commandLine: ({ subject }) =>
      Promise.resolve(['package', 'deprecate', `${subject.id}@2.0.0`, '--reason', 'legacy']),
    done: async (asked) => (await versionOf(asked, '2.0.0'))?.deprecation?.reasons.includes('Legacy') ?? false,
  },
  {
    action: 'change-versions',
    name: 'delete',
    audit: 'Delete',
    prepare: ownPackage,
    page: post(
      ({ subject }) => `/packages/${subject.id}/2.0.0/delete`,
      () => ({ confirm: '2.0.0' }),
    ),
    protocol: send('DELETE', (asked) => `${second(asked)}?type=SoftDelete`),
    commandLine: lodeVersion('delete'),
    done: async (asked) => (await versionOf(asked, '2.0.0')) === null,
  },
  {
    action: 'change-versions',
    name: 'write a README',
    audit: 'WriteReadme',
    prepare: ownPackage,
    page: post(
      ({ subject }) => `/packages/${subject.id}/2.0.0/edit`,
      () => ({ act: 'save', markdown: '# Written' }),
    ),
    protocol: { none: onPagesAlone, notThere: 'PUT /api/v2/package/Any/2.0.0/readme' },
    commandLine: { none: 'owners see it before it counts', notThere: /readme/i },
    done: async (asked) => ((await versionOf(asked, '2.0.0'))?.readmeWrittenAt ?? null) !== null,
  },
  {
    action: 'choose-required-signer',
    name: 'choose who must sign',
    audit: null,
    prepare: () => Promise.resolve({}),
    page: { none: 'Lode registers no certificates', notThere: /signer|certificate/i },
    protocol: { none: 'Lode registers no certificates', notThere: 'PUT /api/v2/certificates' },
    commandLine: { none: 'Lode registers no certificates', notThere: /sign|certificate/ },
    done: () => Promise.resolve(false),
  },
  {
    action: 'report-own-package',
    name: 'report a package of one’s own',
    audit: null,
    prepare: () => Promise.resolve({}),
    page: { none: 'owners are led to the form that is for everybody', notThere: /^(?!GET ).*reportmypackage/i },
    protocol: { none: onPagesAlone, notThere: 'POST /api/v2/package/Any/report' },
    commandLine: { none: 'administrators of the gallery receive reports', notThere: /report/ },
    done: () => Promise.resolve(false),
  },
]
