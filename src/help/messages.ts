import { defineMessages } from '../i18n/message.ts'

/** What the pages of help say. */
export const messages = defineMessages({
  title: { en: 'Help', zh: '帮助' },
  lead: {
    en: 'What to type for this gallery, ready to copy.',
    zh: '针对本程序包库的命令和文件，可直接复制使用。',
  },
  madeUp: {
    en: 'Contoso.Core in the examples is made up: put a package of this gallery in its place.',
    zh: '示例中的 Contoso.Core 是虚构的，请替换为本程序包库中的程序包。',
  },
  forStrangers: {
    en: 'Sign in to see your own packages in them.',
    zh: '登录后，示例将使用你自己的程序包。',
  },
  steps: { en: 'Steps', zh: '步骤' },
  next: { en: 'Next', zh: '接下来' },
  backToHelp: { en: 'All of the help', zh: '全部帮助' },
  copySnippet: { en: 'Copy: {what}', zh: '复制：{what}' },
  inProject: { en: 'In each project file', zh: '在每个项目文件中' },

  makeKeyText: {
    en: 'Create an API key that may push. Give it the patterns of the packages that it is for, and nothing else. Copy it: it is shown once.',
    zh: '创建一个可以推送的 API 密钥。只授予它所需的程序包模式。请立即复制：密钥只显示一次。',
  },
  apiKeysPage: { en: 'API Keys', zh: 'API 密钥' },
  privateText: {
    en: 'This gallery is private: reading needs a key, too. Any of your API keys is the password, with any user name.',
    zh: '本程序包库不公开：读取也需要密钥。你的任意一个 API 密钥都可以用作密码，用户名任意。',
  },

  setUpTitle: { en: 'Set up this source', zh: '设置此源' },
  setUpLead: {
    en: 'So that dotnet, Visual Studio and Rider find the packages of this gallery.',
    zh: '让 dotnet、Visual Studio 和 Rider 能找到本程序包库的程序包。',
  },
  addSourceText: {
    en: 'Add the source for yourself. It is written to the NuGet configuration of your account on this computer.',
    zh: '为自己添加源。它会写入你在这台计算机上的 NuGet 配置。',
  },
  configText: {
    en: 'Or add it for everybody who works on a repository: put this file beside the solution and commit it.',
    zh: '或者为存储库的所有协作者添加：将此文件放在解决方案旁边并提交。',
  },
  checkText: { en: 'Check that it works.', zh: '检查是否可用。' },
  useText: { en: 'Add a package to a project.', zh: '向项目添加程序包。' },
  keyVariableText: {
    en: 'The file takes the key from the environment, so that it can be committed. Set it before you restore.',
    zh: '该文件从环境变量中读取密钥，因此可以提交。请在还原之前设置它。',
  },
  keyVariableWindowsText: { en: 'In PowerShell:', zh: '在 PowerShell 中：' },
  ideText: {
    en: 'Visual Studio and Rider read the same configuration, so that the source is there already. To add it by hand, use this address: in Visual Studio under Tools, NuGet Package Manager, Package Manager Settings, Package Sources; in Rider in the NuGet window under Sources.',
    zh: 'Visual Studio 和 Rider 使用相同的配置，因此该源已经可用。如需手动添加，请使用以下地址：在 Visual Studio 中依次打开“工具”“NuGet 程序包管理器”“程序包管理器设置”“程序包源”；在 Rider 中打开 NuGet 窗口的“源”选项卡。',
  },
  idePrivateText: {
    en: 'They ask for a user name and a password once: any user name, and the key.',
    zh: '它们会要求输入一次用户名和密码：用户名任意，密码为密钥。',
  },

  dockerTitle: { en: 'Restore in a Docker build', zh: '在 Docker 构建中还原' },
  dockerLead: {
    en: 'An image that is built with packages of this gallery, and holds no key.',
    zh: '使用本程序包库的程序包构建镜像，镜像中不含密钥。',
  },
  dockerConfigText: { en: 'Put the source beside the solution.', zh: '将源的配置放在解决方案旁边。' },
  dockerFileText: {
    en: 'Put this file beside it. App stands for the folder of your program and for its name.',
    zh: '将此文件放在旁边。App 代表你的程序所在的文件夹及其名称。',
  },
  dockerIgnoreText: {
    en: 'Keep out what was built on your computer.',
    zh: '排除在你的计算机上生成的文件。',
  },
  dockerBuildText: { en: 'Build the image.', zh: '构建镜像。' },
  dockerSecretText: {
    en: 'Build the image. The key is there while packages are restored, and in no layer.',
    zh: '构建镜像。密钥仅在还原程序包时可用，不会保留在任何镜像层中。',
  },
  dockerLocalText: {
    en: 'In a container localhost is the container itself: put the name that other computers know this one by in its place.',
    zh: '在容器中，localhost 指容器自身：请替换为其他计算机访问这台计算机所用的名称。',
  },

  pushTitle: { en: 'Push from your computer', zh: '从你的计算机推送' },
  pushLead: {
    en: 'A package can be restored as soon as the push has succeeded.',
    zh: '推送成功后，程序包即可还原。',
  },
  packText: { en: 'Pack the project.', zh: '打包项目。' },
  pushText: {
    en: 'Push what was packed, with your key in place of KEY.',
    zh: '推送打包的结果，将 KEY 替换为你的密钥。',
  },
  unlistText: {
    en: 'If a version should not have been published, unlist it: it leaves the search, and projects that have it still restore.',
    zh: '如果不应发布某个版本，请取消列出它：它不再出现在搜索中，已使用它的项目仍可还原。',
  },
  unlistSourceText: {
    en: 'This gallery answers over plain http: to unlist, the client needs the source to be set up first.',
    zh: '本程序包库使用未加密的 http：取消列出之前，需要先在客户端设置此源。',
  },

  pipelineLead: {
    en: 'Every tag that begins with v packs the repository and publishes what is new.',
    zh: '每个以 v 开头的标记都会打包存储库，并发布新的版本。',
  },
  gitHubTitle: { en: 'Publish from GitHub Actions', zh: '从 GitHub Actions 发布' },
  gitHubSecretText: {
    en: 'Store it in the repository on GitHub under Settings, Secrets and variables, Actions, with the name LODE_KEY.',
    zh: '在 GitHub 存储库的 Settings、Secrets and variables、Actions 中保存密钥，名称为 LODE_KEY。',
  },
  gitLabTitle: { en: 'Publish from GitLab', zh: '从 GitLab 发布' },
  gitLabSecretText: {
    en: 'Store it in the project on GitLab under Settings, CI/CD, Variables, with the name LODE_KEY. Mask it, and protect it together with the tags.',
    zh: '在 GitLab 项目的 Settings、CI/CD、Variables 中保存密钥，名称为 LODE_KEY。请将其设为屏蔽，并与标记一同保护。',
  },
  azureTitle: { en: 'Publish from Azure DevOps', zh: '从 Azure DevOps 发布' },
  azureSecretText: {
    en: 'Store it in the pipeline on Azure DevOps under Edit, Variables, with the name LODE_KEY, and keep it secret there.',
    zh: '在 Azure DevOps 管道的 Edit、Variables 中保存密钥，名称为 LODE_KEY，并设为机密。',
  },
  workflowText: { en: 'Commit this file.', zh: '提交此文件。' },
  tagText: {
    en: 'Publish a version by its tag. A version that is there already is left as it is.',
    zh: '通过标记发布版本。已存在的版本保持不变。',
  },

  centralTitle: { en: 'Versions in one place', zh: '集中管理版本' },
  centralLead: {
    en: 'With Central Package Management all projects of a repository take the versions from one file.',
    zh: '使用中央程序包管理，存储库中的所有项目从一个文件获取版本。',
  },
  propsText: {
    en: 'Put this file at the root of the repository, with the versions that you want.',
    zh: '将此文件放在存储库的根目录，并写入所需的版本。',
  },
  referencesText: {
    en: 'Name packages in the projects without a version.',
    zh: '在项目中引用程序包时不写版本。',
  },
  mappingWarningText: {
    en: 'With more than one source the client warns (NU1507) until it is told which packages come from where.',
    zh: '有多个源时，客户端会发出警告（NU1507），直到指明哪些程序包来自哪个源。',
  },

  mappingTitle: { en: 'Which packages come from here', zh: '指定程序包的来源' },
  mappingLead: {
    en: 'With package source mapping nobody can slip you a package of the same name from another source.',
    zh: '使用程序包源映射，任何人都无法从其他源塞给你同名的程序包。',
  },
  mappingText: {
    en: 'Put this file beside the solution. Packages of the patterns below come from this gallery alone, all others from nuget.org.',
    zh: '将此文件放在解决方案旁边。符合以下模式的程序包只来自本程序包库，其他的来自 nuget.org。',
  },
  mappingRuleText: {
    en: 'The longest pattern that fits decides. Dependencies need a pattern, too: * at nuget.org covers them.',
    zh: '由匹配的最长模式决定。依赖项也需要模式：nuget.org 的 * 已涵盖它们。',
  },
  prefixText: {
    en: 'So that nobody else publishes below your patterns here, ask for them as reserved prefixes.',
    zh: '为防止他人在此发布符合你的模式的程序包，请将其申请为保留前缀。',
  },
  prefixLink: { en: 'Ask for a reserved prefix', zh: '申请保留前缀' },
})
