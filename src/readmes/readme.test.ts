import { describe, expect, test } from 'vitest'
import { listReadmeImages, renderReadme } from './readme.ts'

const html = (text: string) => renderReadme(text).html

describe('a README in Markdown', () => {
  test('headings go one level down and get anchors that cannot clash with the page', () => {
    expect(html('# Getting started\n\n##### Deep')).toBe(
      '<h2 id="readme-getting-started">Getting started</h2>\n<h6 id="readme-deep">Deep</h6>\n',
    )
  })

  test('raw HTML and comments are left out, the words between them stay', () => {
    const out = html('<script>alert(1)</script>\n\nHello <b onclick="x()">world</b> <!-- secret -->')
    expect(out).toBe('<p>Hello world </p>\n')
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '<javascript:alert(1)>',
    '[x](//evil.example/x)',
    '[x](file:///etc/passwd)',
  ])('no link is made of %s', (text) => {
    expect(html(text)).not.toContain('href')
  })

  test('links to other sites tell them nothing and pass no rank', () => {
    expect(html('[docs](https://example.org/docs)')).toContain(
      '<a href="https://example.org/docs" rel="nofollow noopener noreferrer ugc">docs</a>',
    )
    expect(html('[there](#readme-usage)')).toContain('<a href="#readme-usage">there</a>')
    expect(html('[there](#Getting-started)')).toContain('<a href="#readme-getting-started">there</a>')
  })

  test('anchors are those of code hosts, one hyphen for each space', () => {
    expect(html('## Install & use\n\n[there](#install--use)')).toContain('id="readme-install--use"')
    expect(html('[there](#install--use)')).toContain('href="#readme-install--use"')
    expect(html('## C# – 入门 `code`')).toContain('id="readme-c--入门-code"')
  })

  test('emoji codes are, smileys and times of day are not', () => {
    expect(html(':rocket: :+1: `:rocket:` :nothing-like-it: :) 10:30:00')).toBe(
      '<p>🚀 👍 <code>:rocket:</code> :nothing-like-it: :) 10:30:00</p>\n',
    )
  })

  test('images that may be shown are, with their size and a name', () => {
    const text =
      '[![Build](a.png)](https://example.org) ![](b/c.png "title") ![other][x]\n\n[x]: https://example.org/x.png'
    expect(listReadmeImages(text)).toEqual(['a.png', 'b/c.png', 'https://example.org/x.png'])
    expect(listReadmeImages('no image, [a link](a.png)')).toEqual([])
    const images = new Map([
      ['a.png', { src: '/files/a.png?picture', size: { width: 3, height: 2 } }],
      ['b/c.png', { src: '/files/b/c.png?picture', size: null }],
    ])
    const shown = renderReadme(text, images)
    expect(shown.droppedImages).toBe(1)
    expect(shown.html).toContain(
      'rel="nofollow noopener noreferrer ugc"><img src="/files/a.png?picture" alt="Build" width="3" height="2" loading="lazy" decoding="async"></a>',
    )
    expect(shown.html).toContain('<img src="/files/b/c.png?picture" alt="c.png" loading="lazy" decoding="async">')
  })

  test('images from elsewhere are not loaded: their alternative text stands there, and they are counted', () => {
    const { html: out, droppedImages } = renderReadme(
      '![A "badge"](https://example.org/b.svg) ![](data:image/png;base64,AA)',
    )
    expect(out).not.toContain('<img')
    expect(out).toContain('<span class="image-left-out">A &quot;badge&quot;</span>')
    expect(droppedImages).toBe(2)
  })

  test('tables are aligned by classes, not by style attributes', () => {
    const out = html('| a | b |\n|--:|:-:|\n| 1 | 2 |')
    expect(out).toContain('<th class="align-right">a</th>')
    expect(out).toContain('<td class="align-center">2</td>')
    expect(out).not.toContain('style=')
  })

  test('task lists, alerts, strikethrough and bare links are known', () => {
    expect(html('- [x] done\n- [ ] open')).toContain('type="checkbox"')
    expect(html('- [ ] *open* "one" <b>x</b>')).toContain('aria-label="open &quot;one&quot; x"')
    expect(html('> [!WARNING]\n> Careful')).toContain('markdown-alert-warning')
    expect(html('~~gone~~ https://example.org')).toContain('<s>gone</s> <a href="https://example.org"')
  })

  test('an author cannot write the checkbox of a task list by hand to smuggle attributes', () => {
    expect(html('<input class="task-list-item-checkbox" type="checkbox" onfocus="x()" autofocus>')).not.toContain(
      '<input',
    )
  })

  test('code is highlighted with classes, and never with markup of its own', () => {
    expect(html('```csharp\nvar a = "<b>";\n```')).toContain('<span class="hljs-keyword">var</span>')
    expect(html('```csharp\nvar a = "<b>";\n```')).not.toContain('<b>')
    expect(html('```nosuchlanguage"><script>\n<b>\n```')).not.toContain('<script')
  })

  test('a link around nothing that is shown has its address as its words', () => {
    expect(html('[<img src=x>](https://example.org)')).toContain('>https://example.org</a>')
    expect(html('[![](x.png)](https://example.org)')).toContain(
      '>https://example.org<span class="image-left-out"></span></a>',
    )
    expect(html('[`code`](https://example.org)')).toContain('><code>code</code></a>')
  })

  test('wide code and tables can be scrolled by keyboard', () => {
    expect(html('```html\n<b>\n```')).toMatch(/^<pre tabindex="0"><code/)
    expect(html('    code')).toMatch(/^<pre tabindex="0"><code/)
    expect(html('| a |\n|---|\n| 1 |')).toMatch(/^<table tabindex="0">/)
  })

  test('headings of one name have anchors of their own', () => {
    const ids = Array.from(html('# a\n\n# a\n\n# a-1\n\n# a').matchAll(/id="readme-([^"]+)"/g), ([, id]) => id)
    expect(ids).toEqual(['a', 'a-1', 'a-1-1', 'a-2'])
  })

  test.each([
    ['links', '[a](https://example.org) '.repeat(8000)],
    ['headings of one name', '# same\n\n'.repeat(24_000)],
    ['images', '![a](b.png) '.repeat(16_000)],
    ['tasks', '- [ ] a\n'.repeat(20_000)],
  ])('thousands of %s do not keep everybody waiting', (_what, text) => {
    const startedAt = process.cpuUsage().user
    renderReadme(text)
    expect((process.cpuUsage().user - startedAt) / 1000).toBeLessThan(5000) // a minute and more when each looked at all
  })

  test('what is longer than a page can show is cut off at a paragraph', () => {
    const long = renderReadme(`${'words '.repeat(30_000)}\n\nlast\n\n${'more '.repeat(10_000)}`)
    expect([long.isCut, long.html.includes('last'), long.html.includes('more')]).toEqual([true, true, false])
    expect(renderReadme('short').isCut).toBe(false)
  })

  test('deep nesting ends in a page, not in a hang', () => {
    expect(html(`${'>'.repeat(5000)} deep\n\nafter`)).toContain('after')
    expect(html(`${'['.repeat(20_000)}a`)).toContain('[a')
  })
})
