import { expect, test } from 'vitest'
import { parseQuery } from './query.ts'

function terms(text: string): readonly string[] {
  const parsed = parseQuery(text)
  if (!parsed.ok) return [parsed.error.code]
  return parsed.value.map(({ field, text, quoted }) => `${field}=${quoted ? `"${text}"` : text}`)
}

test.each([
  ['', []],
  ['json', ['any=json']],
  ['  two   words ', ['any=two', 'any=words']],
  ['packageid:Newtonsoft.Json', ['packageid=Newtonsoft.Json']],
  ['PackageId:x ID:y', ['packageid=x', 'id=y']],
  ['tag:a tags:b', ['tags=a', 'tags=b']],
  ['author:a authors:b owner:c owners:d', ['authors=a', 'authors=b', 'owners=c', 'owners=d']],
  ['DependsOn:A.B', ['dependson=A.B']],
  ['title:t description:d summary:s version:1.0', ['title=t', 'description=d', 'summary=s', 'version=1.0']],
  ['"a phrase" more', ['any="a phrase"', 'any=more']],
  ['title:"a phrase" more', ['title="a phrase"', 'any=more']],
  ['a AND b OR NOT c', ['any=a', 'any=b', 'any=c']],
  ['and "OR" tags:AND', ['any=and', 'any="OR"', 'tags=AND']],
  ['color:red json', ['any=json']],
  ['color:red', []],
  ['constructor:x __proto__:y', []],
  ['id: json', ['id=json']],
  ['id:a b', ['id=a', 'any=b']],
  ['a:id:c', ['id=c']],
  ['id:', []],
  [': :', []],
  ['"', []],
  ['""', []],
  ['"open phrase', ['any="open phrase"']],
  ['json"net"', ['any=json', 'any="net"']],
  ['json :net', ['any=json', 'any=net']],
])('the query %j has the terms %j', (text, expected) => {
  expect(terms(text)).toEqual(expected)
})

test('a term of more than 32 KB is refused, one of 32 KB is read', () => {
  expect(terms('x'.repeat(32 * 1024 + 1))).toEqual(['search-term-too-long'])
  expect(terms('x'.repeat(32 * 1024))).toHaveLength(1)
  expect(terms(`tags:"${'€'.repeat(11_000)}"`)).toEqual(['search-term-too-long'])
})

test('more than 1,024 terms are refused', () => {
  expect(terms('word '.repeat(1025))).toEqual(['search-too-many-clauses'])
  expect(terms('word '.repeat(1024))).toHaveLength(1024)
})
