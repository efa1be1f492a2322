import { expect, test } from 'vitest'
import { sourceLinks } from './repository.ts'

const commit = '1a2b3c4d5e6f708192a3b4c5d6e7f80912345678'
const of = (url: string | null, at: string | null = null) => sourceLinks({ type: 'git', url, branch: null, commit: at })

test.each([
  ['https://github.com/contoso/core', 'https://github.com/contoso/core'],
  ['https://github.com/contoso/core.git', 'https://github.com/contoso/core'],
  ['git://github.com/contoso/core.git', 'https://github.com/contoso/core'],
  ['git+https://github.com/contoso/core', 'https://github.com/contoso/core'],
  ['git@github.com:contoso/core.git', 'https://github.com/contoso/core'],
  ['ssh://git@git.contoso.example:2222/core.git', 'https://git.contoso.example/core'],
  ['https://git.contoso.example:8443/core', 'https://git.contoso.example:8443/core'],
  ['https://user:secret@git.contoso.example/core', 'https://git.contoso.example/core'],
  ['javascript:alert(1)', null],
  ['git+https://javascript:alert(1)', null],
  ['C:\\src\\core', null],
  ['', null],
])('of the repository %s a browser opens %s', (url, href) => {
  expect(of(url)?.href ?? null).toBe(href)
})

test.each([
  ['https://github.com/contoso/core.git', `https://github.com/contoso/core/tree/${commit}`],
  ['https://gitlab.contoso.example/team/core', `https://gitlab.contoso.example/team/core/-/tree/${commit}`],
  ['https://bitbucket.org/contoso/core', `https://bitbucket.org/contoso/core/src/${commit}`],
  ['https://codeberg.org/contoso/core', `https://codeberg.org/contoso/core/src/commit/${commit}`],
  ['https://dev.azure.com/contoso/_git/core', `https://dev.azure.com/contoso/_git/core?version=GC${commit}`],
  ['https://git.contoso.example/core', null],
])('the commit of a package from %s is shown at %s', (url, href) => {
  expect(of(url, commit)?.commit).toEqual({ short: '1a2b3c4', href })
})

test('what is no commit leads nowhere, and one without a repository is named', () => {
  expect(of('https://github.com/contoso/core', '"><script>')?.commit).toBeNull()
  expect(of(null, commit)).toEqual({ href: null, commit: { short: '1a2b3c4', href: null } })
  expect(sourceLinks(null)).toBeNull()
})
