import { expect, test } from 'vitest'
import { findIds, openTestCatalog, type TestVersion } from './test-catalog.ts'

/** Real IDs with rounded downloads: what people look for, and what must come first. */
const packages: readonly (readonly [id: string, millions: number, tags: string, description: string])[] = [
  ['Newtonsoft.Json', 5000, 'json', 'Json.NET is a popular high-performance JSON framework for .NET'],
  [
    'System.Text.Json',
    2500,
    '',
    'Provides high-performance and low-allocating types that serialize objects to JSON text',
  ],
  ['Newtonsoft.Json.Bson', 500, 'bson json', 'Json.NET BSON adds support for reading and writing BSON'],
  ['Microsoft.AspNetCore.Mvc.NewtonsoftJson', 500, 'aspnetcore', 'ASP.NET Core MVC features that use Newtonsoft.Json'],
  ['Utf8Json', 50, 'json serializer', 'Definitely fastest and zero allocation JSON serializer'],
  ['Jil', 20, 'json', 'A fast JSON serializer built on Sigil'],
  ['Json.More.Net', 3, 'json', 'Extended functionality for the System.Text.Json namespace'],
  ['Serilog', 1800, 'serilog logging semantic structured', 'Simple .NET logging with fully-structured events'],
  ['Serilog.Sinks.Console', 900, 'serilog console terminal', 'A Serilog sink that writes log events to the console'],
  ['Serilog.Sinks.File', 900, 'serilog file', 'Write Serilog events to text files'],
  ['Serilog.AspNetCore', 700, 'serilog aspnet aspnetcore', 'Serilog support for ASP.NET Core logging'],
  ['NLog', 500, 'NLog logging log structured tracing', 'NLog is a logging platform for .NET with rich log routing'],
  ['log4net', 300, 'logging log tracing logfiles', 'log4net is a tool to help the programmer output log statements'],
  ['Microsoft.Extensions.Logging', 3000, 'logging', 'Logging infrastructure default implementation'],
  [
    'Microsoft.Extensions.Logging.Abstractions',
    4000,
    'logging',
    'Logging abstractions for Microsoft.Extensions.Logging',
  ],
  [
    'Microsoft.Extensions.DependencyInjection',
    3000,
    'dependencyinjection',
    'Default implementation of dependency injection',
  ],
  ['Autofac', 400, 'autofac di ioc dependencyinjection', 'Autofac is an IoC container for Microsoft .NET'],
  [
    'Ninject',
    40,
    'dependency injection ioc di',
    'Stop writing monolithic applications that make you feel like you have to move mountains',
  ],
  [
    'Microsoft.EntityFrameworkCore',
    1500,
    'entity-framework-core EF ORM',
    'Entity Framework Core is a modern object-database mapper',
  ],
  ['Microsoft.EntityFrameworkCore.SqlServer', 700, 'EFCore SQL-Server', 'Microsoft SQL Server database provider'],
  [
    'Npgsql.EntityFrameworkCore.PostgreSQL',
    300,
    'npgsql postgresql postgres entityframeworkcore',
    'PostgreSQL provider for Entity Framework Core',
  ],
  [
    'EntityFramework',
    400,
    'EntityFramework EF Database ORM',
    'Entity Framework 6 is a tried and tested object-relational mapper',
  ],
  ['Npgsql', 600, 'npgsql postgresql postgres ado', 'Npgsql is the open source .NET data provider for PostgreSQL'],
  ['Dapper', 500, 'orm sql micro-orm', 'A high performance Micro-ORM supporting SQL Server, MySQL, Sqlite'],
  ['xunit', 900, 'TDD unit testing', 'xUnit.net is a developer testing framework'],
  [
    'xunit.runner.visualstudio',
    900,
    'TDD unit testing',
    'Visual Studio Test Explorer runner for the xUnit.net framework',
  ],
  ['NUnit', 500, 'nunit test testing tdd framework', 'NUnit features a fluent assert syntax'],
  ['MSTest.TestFramework', 400, 'MSTest unittest', 'MSTest V2, the evolution of the Microsoft test framework'],
  ['Moq', 900, 'moq tdd mocking mocks unittesting', 'Moq is the most popular and friendly mocking framework for .NET'],
  ['NSubstitute', 200, 'mocking mocks testing', 'NSubstitute is a friendly substitute for .NET mocking libraries'],
  [
    'FluentAssertions',
    600,
    'BDD TDD TestAssertions',
    'A very extensive set of extension methods to specify the outcome of a test',
  ],
  ['FluentValidation', 600, 'validation validator', 'A validation library for .NET that uses a fluent interface'],
  ['AutoMapper', 800, '', 'A convention-based object-object mapper'],
  ['MediatR', 500, 'mediator request response queries commands', 'Simple, unambitious mediator implementation in .NET'],
  [
    'Polly',
    900,
    'Exception Handling Resilience Retry',
    'Polly is a resilience and transient-fault-handling library: retry, circuit breaker',
  ],
  ['StackExchange.Redis', 700, 'redis cache PubSub', 'High performance Redis client'],
  ['RabbitMQ.Client', 300, 'rabbitmq amqp', 'The RabbitMQ .NET client is the official client library for C#'],
  ['MassTransit', 150, 'MassTransit', 'A distributed application framework; RabbitMQ, Azure Service Bus, Amazon SQS'],
  ['MongoDB.Driver', 300, 'mongodb mongo nosql', 'Official .NET driver for MongoDB'],
  ['Azure.Core', 1500, 'Microsoft Azure Client', 'Common building blocks of the Azure SDK client libraries'],
  ['Azure.Identity', 1200, 'Microsoft Azure Identity', 'Azure Active Directory token authentication support'],
  ['Azure.Storage.Blobs', 500, 'Microsoft Azure Storage Blobs', 'Client library for Azure Blob storage'],
  ['AWSSDK.Core', 1500, 'AWS Amazon cloud', 'The Amazon Web Services SDK for .NET: core runtime'],
  ['AWSSDK.S3', 500, 'AWS Amazon cloud S3', 'Amazon Simple Storage Service: store and retrieve any amount of data'],
  ['Grpc.Net.Client', 400, 'gRPC RPC HTTP/2', '.NET client for gRPC'],
  ['Google.Protobuf', 900, 'Protocol Buffers Binary Serialization', 'C# runtime library for Protocol Buffers'],
  [
    'protobuf-net',
    150,
    'binary serialization protobuf',
    'Provides simple access to fast and efficient Protocol Buffers serialization',
  ],
  [
    'Swashbuckle.AspNetCore',
    700,
    'swagger documentation openapi aspnetcore',
    'Swagger tools for documenting APIs built on ASP.NET Core',
  ],
  ['NSwag.AspNetCore', 60, 'Swagger Documentation AspNetCore', 'NSwag: the OpenAPI toolchain for .NET'],
  ['RestSharp', 400, 'REST HTTP API JSON XML', 'Simple REST and HTTP API client'],
  ['Refit', 150, 'refit rest http', 'The automatic type-safe REST library for Xamarin and .NET'],
  ['HtmlAgilityPack', 200, 'html parser html5 crawler', 'An agile HTML parser that builds a read/write DOM'],
  ['AngleSharp', 150, 'html html5 css dom parser', 'Parse HTML5, MathML and SVG like a browser does'],
  ['CsvHelper', 300, 'csv delimited mapping parser', 'A library for reading and writing CSV files'],
  ['EPPlus', 150, 'Excel OpenXml xlsx', 'A spreadsheet library: create Excel workbooks'],
  ['ClosedXML', 100, 'OpenXml Excel', 'ClosedXML makes it easier to create Excel 2007 and later files'],
  ['SixLabors.ImageSharp', 150, 'Image Resize Crop Gif Jpg Png', 'A modern, cross-platform 2D graphics library'],
  ['QuestPDF', 15, 'pdf report generate', 'Modern library for PDF document generation'],
  ['iTextSharp', 80, 'itext pdf java', 'iText is a PDF library that allows you to create documents'],
  ['Hangfire', 50, 'Hangfire AspNetCore queues', 'An easy way to perform background job processing'],
  ['BenchmarkDotNet', 60, 'benchmark benchmarking performance', 'Powerful .NET library for benchmarking'],
  [
    'Humanizer',
    80,
    'pluralization humanizing dates',
    'A micro-framework that turns your strings and dates into a human friendly format',
  ],
]

/** The first hits must be these, in any order among themselves. */
const judged: readonly (readonly [text: string, first: readonly string[]])[] = [
  ['json', ['Newtonsoft.Json', 'System.Text.Json']],
  ['newtonsoft', ['Newtonsoft.Json']],
  ['newtonsoft json', ['Newtonsoft.Json']],
  ['newtonsoft.json', ['Newtonsoft.Json']],
  ['NewtonsoftJson', ['Newtonsoft.Json', 'Microsoft.AspNetCore.Mvc.NewtonsoftJson', 'Newtonsoft.Json.Bson']],
  ['Json.NET', ['Newtonsoft.Json', 'Json.More.Net', 'Microsoft.AspNetCore.Mvc.NewtonsoftJson']],
  ['json serializer', ['Utf8Json']],
  ['serilog', ['Serilog']],
  ['serilog console', ['Serilog.Sinks.Console']],
  ['log', ['log4net', 'NLog', 'Microsoft.Extensions.Logging', 'Microsoft.Extensions.Logging.Abstractions']],
  ['logging', ['Microsoft.Extensions.Logging', 'Microsoft.Extensions.Logging.Abstractions']],
  ['log4', ['log4net']],
  ['entity framework', ['EntityFramework', 'Microsoft.EntityFrameworkCore']],
  ['EntityFramework', ['EntityFramework']],
  ['ef core', ['Microsoft.EntityFrameworkCore']],
  ['postgres', ['Npgsql', 'Npgsql.EntityFrameworkCore.PostgreSQL']],
  ['dependency injection', ['Microsoft.Extensions.DependencyInjection']],
  ['ioc', ['Autofac', 'Ninject']],
  ['micro orm', ['Dapper']],
  ['xunit', ['xunit']],
  ['unit testing', ['xunit', 'xunit.runner.visualstudio', 'NUnit']],
  ['mock', ['Moq', 'NSubstitute']],
  ['fluent', ['FluentAssertions', 'FluentValidation']],
  ['fluent val', ['FluentValidation']],
  ['mapper', ['AutoMapper']],
  ['redis', ['StackExchange.Redis']],
  ['rabbit', ['RabbitMQ.Client']],
  ['mongo', ['MongoDB.Driver']],
  ['azure.st', ['Azure.Storage.Blobs']],
  ['azure', ['Azure.Core', 'Azure.Identity', 'Azure.Storage.Blobs']],
  ['s3', ['AWSSDK.S3']],
  ['amazon s3', ['AWSSDK.S3']],
  ['grpc', ['Grpc.Net.Client']],
  ['protobuf', ['Google.Protobuf', 'protobuf-net']],
  ['swagger', ['Swashbuckle.AspNetCore', 'NSwag.AspNetCore']],
  ['html parser', ['HtmlAgilityPack', 'AngleSharp']],
  ['csv', ['CsvHelper']],
  ['excel', ['EPPlus', 'ClosedXML']],
  ['pdf', ['iTextSharp', 'QuestPDF']],
  ['circuit breaker', ['Polly']],
  ['background job', ['Hangfire']],
  ['benchmark', ['BenchmarkDotNet']],
  ['humanize', ['Humanizer']],
  ['tags:orm', ['Microsoft.EntityFrameworkCore', 'Dapper', 'EntityFramework']],
]

test('real queries over real IDs find first what people look for', async () => {
  const catalog = await openTestCatalog()
  await catalog.publish(
    ...packages.map(([id, millions, tags, description]): TestVersion => ({
      id,
      downloads: millions * 1e6,
      tags: tags.split(' ').filter(Boolean),
      description,
    })),
  )
  const search = await catalog.startSearch()
  const wrong: unknown[] = []
  for (const [text, first] of judged) {
    const found = await findIds(search, text)
    const expected = first.map((id) => id.toLowerCase()).toSorted()
    if (JSON.stringify(found.slice(0, expected.length).toSorted()) !== JSON.stringify(expected)) {
      wrong.push({ text, expected, found: found.slice(0, 6) })
    }
  }
  expect(wrong).toEqual([])
})
