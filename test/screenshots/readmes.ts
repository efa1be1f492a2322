/** READMEs of made-up packages: headings, code, tables, alerts and task lists, as authors write them. */
export const coreReadme = `# Contoso.Core

Configuration, logging and health checks for every service at Contoso, wired in one line and with defaults that
have carried forty services through two winters.

> [!TIP]
> Start with the defaults. They are those of our own services.

## Use it

\`\`\`csharp
var builder = WebApplication.CreateBuilder(args);

builder.AddContoso(options =>
{
    options.Retries = 3;              // more than enough
    options.Redact.Add("x-api-key");  // never reaches a log
});

var app = builder.Build();
app.MapHealth("/healthz");
app.Run();
\`\`\`

## Settings

| Setting | Meaning | Default |
|---------|---------|--------:|
| \`Retries\` | how often it tries again | 3 |
| \`Timeout\` | how long it waits for an answer | 30 s |
| \`Redact\` | headers that are never logged | 2 |

## What comes next

- [x] configuration that may be encrypted
- [x] health checks that run together
- [ ] tracing
`

export const resilienceReadme = `# Contoso.Http.Resilience

Retries, time limits and circuit breakers for \`HttpClient\`.

\`\`\`csharp
services.AddHttpClient<Orders>().AddContosoResilience();
\`\`\`

> [!NOTE]
> Only requests that may be sent twice are sent twice: \`GET\`, \`PUT\` and \`DELETE\`.
`

export const messagingReadme = `# Contoso.Messaging

One interface for queues and topics.

\`\`\`csharp
await bus.Publish(new OrderPlaced(order.Id));
\`\`\`

1. Register a transport: \`UseInMemory()\`, \`UseRabbitMq(…)\` or \`UseServiceBus(…)\`.
2. Write a handler: \`IHandle<OrderPlaced>\`.
3. Run the service.

> [!WARNING]
> Handlers may be called twice for one message. Make them idempotent.
`

export const toolReadme = `# count-lines

\`\`\`sh
dotnet tool install --global Ann.Tool
count-lines ~/source
\`\`\`

\`\`\`text
C#          48,210 lines
TypeScript  12,044 lines
SQL          1,930 lines
\`\`\`
`

export const pinyinReadme = `# Fabrikam.Pinyin

将汉字转换为拼音。

\`\`\`csharp
Pinyin.Of("长城");            // "cháng chéng"
Pinyin.Of("校长");            // "xiào zhǎng"
Pinyin.Initials("上海");      // "SH"
\`\`\`

## 特点

- 支持多音字，按词语判断读音
- 可选声调符号、数字声调或不带声调
- 不依赖其他程序包
`
