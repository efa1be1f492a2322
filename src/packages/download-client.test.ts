import { expect, test } from 'vitest'
import { toDownloadClient } from './download-client.ts'

test.each([
  ['NuGet xplat/7.0.0 (Linux 6.1.0)', 'NuGet xplat/7.0.0'],
  ['NuGet Command Line/6.8.0.117 (Microsoft Windows NT 10.0)', 'NuGet Command Line/6.8.0'],
  ['NuGet VS VSIX/5.8.0 (Microsoft Windows NT 10.0, VS Enterprise/16.0)', 'NuGet VS VSIX/5.8.0'],
  ['NuGet .NET Core MSBuild Task/6.8.0-rc.1', 'NuGet .NET Core MSBuild Task/6.8.0'],
  ['NuGet+VS+VSIX/4.8.1', 'NuGet+VS+VSIX/4.8.1'],
  ['NuGet Test Client', 'NuGet Test Client'],
  ['Paket/8.0.3', 'Paket/8.0.3'],
  ['Microsoft.PowerShell.PSResourceGet/1.1.0', 'PSResourceGet/1.1.0'],
  ['chocolatey command line/2.2.2.0', 'Chocolatey/2.2.2'],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['Artifactory/7.77.3 77703900', 'Artifactory/7.77.3'],
  ['Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0', 'browser'],
  ['made-up/1.2.3', 'other'],
  ["NuGet xplat/7.0.0'; drop table versions; --", 'NuGet xplat/7.0.0'],
  [`NuGet ${'x'.repeat(500)}/1.0`, 'other'],
  ['', 'other'],
  [undefined, 'other'],
])('%s is counted as %s', (userAgent, client) => {
  expect(toDownloadClient(userAgent)).toBe(client)
})
