import type { Message } from '../i18n/message.ts'
import { isLocal, isPlainHttp, type HelpSubject } from './gallery.ts'
import { messages } from './messages.ts'
import {
  addPackage,
  addSource,
  azureDevOps,
  dockerBuild,
  dockerfile,
  dockerIgnore,
  findInSource,
  gitHubActions,
  gitLab,
  mappedConfig,
  nugetConfig,
  pack,
  packageReferences,
  packagesProps,
  push,
  setKey,
  setKeyOnWindows,
  sourceAddress,
  unlist,
  type Snippet,
} from './snippets.ts'

export type Step = {
  readonly text: Message
  readonly snippet?: (subject: HelpSubject) => Snippet
  /** Where it is done here. */
  readonly link?: { readonly href: string; readonly text: Message }
  /** Left out for others. */
  readonly isFor?: (subject: HelpSubject) => boolean
}

/** Something that people come to do, with its own page: `/help/set-up`. */
export type Task = {
  readonly name: string
  readonly title: Message
  readonly lead: Message
  readonly steps: readonly Step[]
  /** Names of tasks that come next. */
  readonly next: readonly string[]
}

const makeKey: Step = {
  text: messages.makeKeyText,
  link: { href: '/account/apikeys', text: messages.apiKeysPage },
}
const isPrivate = (subject: HelpSubject) => subject.isPrivate
const privateKey: Step = { text: messages.privateText, isFor: isPrivate }
/** After a `nuget.config` that needs it. */
const keyInEnvironment: readonly Step[] = [
  { text: messages.keyVariableText, snippet: setKey, isFor: isPrivate },
  { text: messages.keyVariableWindowsText, snippet: setKeyOnWindows, isFor: isPrivate },
]
const tagIt: Step = { text: messages.tagText, snippet: () => ({ file: null, language: 'shell', text: tagCommands }) }
const tagCommands = 'git tag v1.0.0\ngit push origin v1.0.0'

/** Pushing from a service that builds: they differ in where it keeps the key, and in its workflow file. */
function pipeline(of: {
  readonly name: string
  readonly title: Message
  readonly secret: Message
  readonly workflow: NonNullable<Step['snippet']>
}): Task {
  const { name, title, secret, workflow } = of
  const workflowStep = { text: messages.workflowText, snippet: workflow }
  const steps = [makeKey, { text: secret }, privateKey, workflowStep, tagIt]
  return { name, title, lead: messages.pipelineLead, steps, next: ['set-up', 'source-mapping'] }
}

export const tasks: readonly Task[] = [
  {
    name: 'set-up',
    title: messages.setUpTitle,
    lead: messages.setUpLead,
    steps: [
      { ...privateKey, link: makeKey.link },
      { text: messages.addSourceText, snippet: addSource },
      { text: messages.configText, snippet: nugetConfig },
      ...keyInEnvironment,
      { text: messages.checkText, snippet: findInSource },
      { text: messages.useText, snippet: addPackage },
      { text: messages.ideText, snippet: sourceAddress },
      { text: messages.idePrivateText, isFor: isPrivate },
    ],
    next: ['source-mapping', 'push', 'docker'],
  },
  {
    name: 'push',
    title: messages.pushTitle,
    lead: messages.pushLead,
    steps: [
      makeKey,
      { text: messages.packText, snippet: pack },
      { text: messages.pushText, snippet: (subject) => push(subject) },
      { text: messages.unlistText, snippet: unlist },
      {
        text: messages.unlistSourceText,
        link: { href: '/help/set-up', text: messages.setUpTitle },
        isFor: isPlainHttp,
      },
    ],
    next: ['github-actions', 'gitlab', 'azure-devops'],
  },
  pipeline({
    name: 'github-actions',
    title: messages.gitHubTitle,
    secret: messages.gitHubSecretText,
    workflow: gitHubActions,
  }),
  pipeline({ name: 'gitlab', title: messages.gitLabTitle, secret: messages.gitLabSecretText, workflow: gitLab }),
  pipeline({
    name: 'azure-devops',
    title: messages.azureTitle,
    secret: messages.azureSecretText,
    workflow: azureDevOps,
  }),
  {
    name: 'docker',
    title: messages.dockerTitle,
    lead: messages.dockerLead,
    steps: [
      { ...privateKey, link: makeKey.link },
      { text: messages.dockerConfigText, snippet: nugetConfig },
      { text: messages.dockerLocalText, isFor: isLocal },
      { text: messages.dockerFileText, snippet: dockerfile },
      { text: messages.dockerIgnoreText, snippet: dockerIgnore },
      { text: messages.dockerBuildText, snippet: dockerBuild, isFor: (subject) => !subject.isPrivate },
      { text: messages.dockerSecretText, snippet: dockerBuild, isFor: isPrivate },
    ],
    next: ['set-up', 'source-mapping'],
  },
  {
    name: 'central-packages',
    title: messages.centralTitle,
    lead: messages.centralLead,
    steps: [
      { text: messages.propsText, snippet: packagesProps },
      { text: messages.referencesText, snippet: packageReferences },
      { text: messages.mappingWarningText, link: { href: '/help/source-mapping', text: messages.mappingTitle } },
    ],
    next: ['source-mapping', 'set-up'],
  },
  {
    name: 'source-mapping',
    title: messages.mappingTitle,
    lead: messages.mappingLead,
    steps: [
      { text: messages.mappingText, snippet: mappedConfig },
      ...keyInEnvironment,
      { text: messages.mappingRuleText },
      {
        text: messages.prefixText,
        link: { href: '/account/prefixes', text: messages.prefixLink },
      },
    ],
    next: ['set-up', 'central-packages'],
  },
]

export function findTask(name: string): Task | null {
  return tasks.find((task) => task.name === name) ?? null
}
