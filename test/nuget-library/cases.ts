/** Texts that NuGet's own library and ours must read alike; `library.test.ts` asks both. One line per idea. */

const lines = (text: string): readonly string[] => text.split('\n').flatMap((line) => line.trim() || [])

export const versions: readonly string[] = [
  ...lines(`
    1
    1.2
    1.2.3
    1.2.3.4
    0
    0.0
    0.0.0
    0.0.0.0
    0.0.0.1
    01.02.03
    01.02.03.04
    001
    1.0.0.0
    1.0.0.5
    1.00
    2147483647
    2147483647.2147483647.2147483647.2147483647
    2147483648
    1.2147483648
    1.0.2147483648
    1.0.0.2147483648
    99999999999999999999.0
    1.0.0-alpha
    1.0.0-ALPHA
    1.0.0-Beta.1+sha.5
    1-a
    1.2-a
    1.2.3.4-a
    1.2.3.0-a
    1.0.0-a.b.c.d.e.f.g.h
    1.0.0-0
    1.0.0-00
    1.0.0-01
    1.0.0-0a
    1.0.0-0A
    1.0.0-a.01
    1.0.0-a.0
    1.0.0-a.00a
    1.0.0-1
    1.0.0-1.a
    1.0.0-a-b
    1.0.0--
    1.0.0---
    1.0.0--a
    1.0.0-a-
    1.0.0-a.-
    1.0.0--1
    1.0.0-a.-1
    1.0.0-20260801123456
    1.0.0-a.20260801123456
    1.0.0-a.99999999999999999999
    1.0.0+a
    1.0.0+0
    1.0.0+01
    1.0.0+a.b
    1.0.0+a-b
    1.0.0+-
    1.0.0-a+b
    1.0.0-a+b-c
    1.0.0-a.b+c.d
    1.0.0+a.00
    1.0+a
    1+a
    1.0.0-
    1.0.0+
    1.0.0-+
    1.0.0-+a
    1.0.0-a+
    1.0.0+a+b
    1.0.0-a..b
    1.0.0-.a
    1.0.0-a.
    1.0.0+a..b
    1.0.0+.a
    1.0.0+a.
    1..0
    1.0.
    .1
    .
    1.
    1.0.0.0.0
    1.0.0.0.0-a
    -1.0
    +1.0
    1.-1
    1.+1
    -a
    +a
    -
    +
    v1.0
    V1.0.0
    a
    1.a
    1.0.a
    1.0a
    1.0.0a
    1a
    1.0.0-a_b
    1.0.0-a/b
    1.0.0-a*
    1.0.0-*
    1.*
    *
    1.0.0-é
    1.0.0+é
    ١.0.0
    1.0.0-١
    １.0.0
    1,0
    1.0,0
    1e3
    0x1.0
    1.0.0-a b
    1.0.0+a b
    1 .0
    1. 0
    1 . 0 . 0
    1.0.0 -a
    1.0.0- a
    1.0.0 +a
    1.0 .0-a
    1 0.0
    1.0.0-null
    1.0.0-CON
    1.0.0-rc.1.2.3
    1.0.0-x.7.z.92
    1.0.0-x-y-z.--
    1.0.0-alpha.beta
    10.20.30
    999999.999999.999999
    2.0.0-rc.2+20260801
    4.3.0-alpha-00001
    3.0.0-preview9.19423.4
    8.0.0-rtm.23551.1
    1.0.0-beta2-000001
    1.0.0.0-a+b
    1.2.3.4+m
  `),
  '',
  ' ',
  ' 1.0.0 ',
  '\t1.0.0\t',
  '1.0.0\n',
  '\n1.0.0-a\n',
  '1.0.0\u00a0',
  '\u00a01.0.0',
  '1.0.0-a ',
  '1.0.0+a ',
  ' 1.0.0+a',
  '1.0\t.0',
  '1.0\u00a0.0',
  '1.0.0-a\u0000',
  '1.0.0\u0000',
  '\u20091.0',
  '\ufeff1.0.0',
  `1.0.0-${'a'.repeat(300)}`,
  `1.0.0-${'1'.repeat(300)}`,
  `1.0.0+${'9'.repeat(300)}`,
  `${'0'.repeat(300)}1.0.0`,
]

/** In ascending order; versions on one line are equal. Every pair is compared. */
export const order: readonly (readonly string[])[] = lines(`
  0.0.0-0 0.0-0 0-0
  0.0.0-a
  0.0.0 0 0.0+m
  0.0.0.1-a
  0.0.0.1
  0.0.1
  0.1
  1.0.0--5
  1.0.0-0
  1.0.0-5
  1.0.0-5.a
  1.0.0-10 1.0-10 1.0.0.0-10+b.1
  1.0.0-2147483647
  1.0.0--
  1.0.0---
  1.0.0--a
  1.0.0-20260801123456
  1.0.0-2147483648
  1.0.0-99999999999
  1.0.0-a 1.0.0-A
  1.0.0-a.-5
  1.0.0-a.0
  1.0.0-a.1
  1.0.0-a.2
  1.0.0-a.10
  1.0.0-a.-
  1.0.0-a.-a
  1.0.0-a.20260801123456
  1.0.0-a.a
  1.0.0-a.a.a
  1.0.0-a-
  1.0.0-a-a
  1.0.0-a1
  1.0.0-a10
  1.0.0-a2
  1.0.0-alpha 1.0.0-ALPHA+x
  1.0.0-alpha.1
  1.0.0-alpha.beta 1.0.0-Alpha.BETA
  1.0.0-beta
  1.0.0-beta.2
  1.0.0-beta.11
  1.0.0-rc.1
  1.0.0-z
  1.0.0 1 1.0 1.0.0.0 01.0 1.0.0+z 1.0+a.b
  1.0.0.1-rc
  1.0.0.1
  1.0.1-a
  1.0.1
  1.1-a 1.1.0-a
  1.1 1.1.0.0
  1.2
  1.10
  2.0.0-0
  2
  10
  2147483647.0.0
`).map((line) => line.split(' '))

export const ranges: readonly string[] = [
  ...lines(`
    1
    1.0
    1.0.0
    1.0.0.0
    1.0.0.5
    1.0.0-beta
    1.0.0-beta+sha
    [1.0]
    [1.0.0]
    [1.0.0-a.b]
    [1.0, 2.0]
    [1.0,2.0]
    [1.0,2.0)
    (1.0,2.0]
    (1.0,2.0)
    [1.0, 2.0)
    [ 1.0 , 2.0 )
    (1.0,)
    (1.0, )
    [1.0,)
    [1.0,]
    [1.0, ]
    (1.0,]
    (,1.0]
    (,1.0)
    [,1.0]
    [,1.0)
    ( ,1.0)
    (1.0)
    [1.0)
    (1.0]
    (1,1]
    [1,1)
    (1,1)
    [1,1]
    [1.0.0,1.0.0.0]
    [1.0.0-a,1.0.0-A]
    [1.0.0-a,1.0.0-A)
    (1.0.0+a,1.0.0+b)
    [1.0.0+a,1.0.0+b]
    [2.0,1.0]
    (2.0,1.0)
    [1.0,1.0-a]
    [1.0-a,1.0]
    (,)
    [,]
    (,]
    [,)
    []
    ()
    (
    )
    [
    ]
    (, )
    [, ]
    ( ,)
    ( , )
    [ , ]
    (  )
    [  ]
    [1.0
    1.0]
    (1.0
    1.0)
    [1.0,2.0
    1.0,2.0
    1.0,2.0]
    1.0,
    ,1.0
    ,
    [1.0,2.0,3.0]
    [1.0,,2.0]
    [,,]
    [1.0;2.0]
    [1.0 2.0]
    {1.0,2.0}
    <1.0
    >=1.0
    ^1.0
    ~1.0
    =1.0
    1.0 - 2.0
    1.0 || 2.0
    a
    [a]
    [a,b]
    [1.0,b]
    [a,1.0]
    [v1.0]
    [1.0.0.0.0]
    [-1.0]
    [1.0-]
    [1.0+]
    [1.0-01]
    [1.0.0-a,)
    (,1.0.0-a]
    [1.0.0-a.b, )
    [1.0.0-a+m, 2.0.0-b+n]
    [0,1]
    (0,0)
    [0]
    (-1,1)
    [[1.0]]
    ((1.0,2.0))
    [1.0]]
    *
    1.*
    1.0.*
    1.0.0.*
    1.0.0.0.*
    1.0.0-*
    1.0.0-beta*
    1.0.0-beta.*
    1.0.0-beta-*
    1.0.0-beta.1*
    1.0-*
    1-*
    *-*
    1.*-*
    1.0.*-*
    1.0.*-beta*
    1.0.0.*-*
    *-rc.*
    *-rc*
    *-a-*
    1.*.*
    1.*.0
    *.*
    **
    1*
    1.0*
    1.0.0*
    1.0.0-**
    1.0.0-*a
    1.0.0-a*b
    1.0.0-a*.b
    1.0.0+*
    1.0.0-*+a
    [1.*]
    [1.*, 2.0)
    [1.*,)
    (1.*,2.0)
    (1.*,)
    [*]
    [*,)
    [*, )
    (*,)
    [*-*, )
    [1.0, 2.*]
    [1.0, *]
    (, 1.*]
    [1.*, 1.0]
    [2.*, 1.0]
    [1.0.0-*, 1.0.0]
    [1.0.0-*, 1.0.0-a]
    [1.*, 2.*]
    [01.02, 03]
    [1.0,2147483647]
    [1.0,2147483648]
    [1. 0, 2]
    ١
    [1.0.0-é]
    latest
    null
    1.0.0-
    [1.0.0,2.0.0-]
    1.0.0 ]
  `),
  '',
  ' ',
  ' 1.0 ',
  ' [1.0] ',
  '\t[1.0,2.0)\n',
  '[1.0,2.0) ',
  '[1.0,\t2.0)',
  '[\u00a01.0,2.0)',
  '\u00a0',
]

/** A range, then versions around its bounds. */
export const containment: readonly (readonly [range: string, versions: readonly string[]])[] = lines(`
  1.0 | 0.9 1.0-a 1.0 1.0.0+m 1.0.0.1 1.1-a 99
  1.0.0-b | 1.0.0-a 1.0.0-b 1.0.0-B 1.0.0-b.1 1.0.0 0.9
  [1.0] | 0.9 1.0-a 1.0 1.0+m 1.0.0.1
  [1.0.0-A] | 1.0.0-a 1.0.0-A+m 1.0.0 1.0.0-a.0
  [1.0,2.0] | 1.0-z 1.0 1.5-a 2.0-a 2.0 2.0.0.1 2.0+m
  [1.0,2.0) | 1.0-z 1.0 1.5 2.0-a 2.0-0 2.0 2.0+m
  (1.0,2.0] | 1.0 1.0+m 1.0.0.1-a 1.0.1 2.0
  (1.0,2.0) | 1.0 1.0.0.1 1.9.9 2.0-a 2.0
  (1.0,) | 1.0-a 1.0 1.0.0.1-a 99
  (,1.0] | 0 0-a 1.0-a 1.0 1.0+m 1.0.0.1
  (,1.0) | 0 0-a 1.0-a 1.0 1.0+m
  (, ) | 0-0 0 1.0-a 99.99.99.99
  (1,1) | 0.9 1 1-a 1.1
  [1.0.0-a,1.0.0-b) | 1.0.0-A 1.0.0-a.1 1.0.0-b 1.0.0-B 1.0.0
  [1.0.0-a.2,1.0.0-a.11] | 1.0.0-a.1 1.0.0-a.2 1.0.0-a.3 1.0.0-a.11 1.0.0-a.12 1.0.0-a.b
`).map((line) => {
  const [range = '', list = ''] = line.split(' | ')
  return [range, list.split(' ')]
})

export const frameworks: readonly string[] = [
  ...lines(`
    net8.0
    NET8.0
    net8
    net80
    net10.0
    net10
    net100
    net11.0
    net99.9
    net5.0
    net5
    net50
    net500
    net5.0.1
    net6.0
    net9.0-windows
    net8.0-windows7.0
    net8.0-windows10.0.19041
    net8.0-windows10.0.19041.0
    net8.0-WINDOWS10
    net8.0-windows10
    net8.0-windows0.0
    net8.0-android
    net8.0-Android34.0
    net8.0-ios17.2
    net8.0-maccatalyst
    net8.0-macos14.0
    net8.0-tizen8.0
    net8.0-tvos
    net8.0-browser
    net8.0-browser1.0
    net8.0-foo
    net8.0-foo1.2
    net8.0-foo1.2.3.4.5
    net8.0-1.0
    net8.0-
    net8.0--windows
    net8.0-a-b
    net8.0-foo.bar1.0
    net8.0-foo+bar
    net4.8
    net48
    net481
    net4.8.1
    net472
    net4.7.2
    net47
    net462
    net461
    net46
    net452
    net451
    net45
    net4.5
    net40
    net4
    net4.0
    net403
    net35
    net20
    net2
    net11
    net1.1
    net
    net0
    net00
    net45-client
    net40-client
    net40-Client
    net40-full
    net35-cf
    net45-wp
    net40-wp71
    net45-foo
    netframework4.8
    .NETFramework4.8
    .netframework4.8
    .NETFramework,Version=v4.8
    .NETFramework,Version=4.8
    .NETFramework,Version=v4
    .NETFramework,Version=v4.0,Profile=Client
    .NETFramework, Version=v4.0, Profile=Client
    .NETFramework,Profile=Client,Version=v4.0
    .NETFramework,Version=v4.0,Profile=Full
    .NETFramework,Version=vX
    .NETFramework,Version=
    .NETFramework,Version=v
    .NETFramework
    .NETFramework,
    ,Version=v4.0
    .NETCoreApp,Version=v8.0
    .NETCoreApp,Version=v3.1
    .NETCoreApp,Version=v5.0
    .NETCoreApp8.0
    .NETCoreApp3.1
    .NETStandard,Version=v2.0
    .NETStandard2.0
    .NETStandard2.1
    .NETStandard,Version=v1.6
    netcoreapp1.0
    netcoreapp1.1
    netcoreapp2.0
    netcoreapp2.1
    netcoreapp2.2
    netcoreapp3.0
    netcoreapp3.1
    netcoreapp31
    netcoreapp5.0
    netcoreapp8.0
    netcoreapp
    netcoreapp3
    NetCoreApp2.1
    netstandard1.0
    netstandard1.3
    netstandard1.6
    netstandard2.0
    netstandard2.1
    netstandard20
    netstandard2
    netstandard16
    netstandard
    netstandardapp1.5
    dotnet
    dotnet5
    dotnet5.0
    dotnet5.1
    dotnet5.4
    dotnet54
    dnx451
    dnxcore50
    dnx
    aspnet50
    aspnetcore50
    native
    any
    Any
    agnostic
    unsupported
    uap
    uap10
    uap10.0
    uap10.0.10240
    uap10.0.16299
    win
    win8
    win80
    win81
    win8.1
    windows8
    netcore45
    netcore451
    netcore50
    netcore
    wp
    wp7
    wp71
    wp75
    wp8
    wp81
    wpa81
    wpa
    sl3
    sl4
    sl5
    sl3-wp
    sl4-wp71
    sl4-windowsphone71
    silverlight5
    winrt
    winrt45
    monoandroid
    monoandroid10
    monoandroid1.0
    monoandroid9.0
    monoandroid90
    MonoAndroid81
    monotouch
    monotouch10
    monomac
    monomac10
    xamarinios
    xamarinios10
    xamarin.ios10
    xamarinmac20
    xamarin.mac20
    xamarintvos10
    xamarinwatchos10
    xamarinpsthree
    xamarinpsfour
    xamarinpsvita
    xamarin.playstation3
    xamarinxboxone
    xamarin.xbox360
    tizen30
    tizen40
    tizen
    netmf
    netmf43
    netnano1.0
    netnano10
    netnanoframework1.0
    45
    4.5
    40
    35
    4
    2
    1.0
    3
    46
    notaframework
    notaframework1.0
    foo45
    net-45
    net_45
    net 45
    net45+win8
    net4.5.2.1.1
    net2147483648.0
    net4a
    4net
    .net45
    .NET8.0
    .NET,Version=v8.0
    NETFramework4.5
    .
    -
    +
    net.
    net8.
    net.8
    net..8
    netstandard2.0-windows
    netstandard2.0-foo1.0
    netcoreapp3.1-windows
    net472-windows
    net6.0-windows7
    foo,Version=v1.0
    Foo.Bar,Version=v1.2,Profile=Baz
    any,Version=v0.0
    portable
    portable-
    portable-net45
    portable-net45+win8
    portable-win8+net45
    portable-net45+foo
    portable-net45+net40-client
    portable-Profile7
    .NETPortable,Version=v4.5,Profile=Profile111
    .NETPortable,Version=v4.5
  `),
  '',
  ' ',
  ' net8.0',
  'net8.0 ',
  'net8.0\n',
  'n\u00e9t8.0',
  'net45-\u00e9',
  'net\u0661',
]

export const packageIds: readonly string[] = [
  ...lines(`
    A
    a
    1
    _
    __
    Newtonsoft.Json
    a.b
    a-b
    a_b
    a.b-c_d
    a.1
    1.a
    a..b
    a--b
    a.-b
    a-.b
    .a
    a.
    -a
    a-
    _a
    a_
    _.a
    a b
    a+b
    a/b
    a\\b
    a,b
    a;b
    a@b
    a#b
    a$b
    $id$
    a%b
    a:b
    a*b
    ünder
    Größe
    пакет
    包
    パッケージ
    a‿b
    a⁀b
    aٍ
    é
    ١
    ½
    ²
    Ⅷ
    a·b
    a–b
    İ
    ı
    ſ
    K
    ΑΣ
    a😀
    𝒜
    a.b.c.d.e.f.g.h
    microsoft.aspnetcore.app
    CON
    ..
    .
    -
  `),
  '',
  ' ',
  'a ',
  ' a',
  'a\n',
  '\na',
  'a\nb',
  'a\u0000',
  'a\u200db',
  'a\u200cb',
  'a\u00adb',
  'e\u0301',
  'a'.repeat(100),
  'a'.repeat(101),
  `${'a.'.repeat(50)}`,
  `${'a.'.repeat(49)}ab`,
]

export const licenses: readonly string[] = [
  ...lines(`
    MIT
    mit
    Mit
    Apache-2.0
    Apache-2.0+
    GPL-2.0-only
    GPL-2.0-or-later
    GPL-2.0
    GPL-2.0+
    LGPL-2.1-or-later
    BSD-3-Clause
    MIT OR Apache-2.0
    MIT AND Apache-2.0
    MIT or Apache-2.0
    MIT Or Apache-2.0
    MIT OR
    OR MIT
    MIT OR OR Apache-2.0
    MIT MIT
    MIT Apache-2.0
    MIT, Apache-2.0
    MIT/Apache-2.0
    MIT|Apache-2.0
    (MIT)
    ((MIT))
    (MIT OR Apache-2.0)
    (MIT OR Apache-2.0) AND BSD-3-Clause
    MIT OR (Apache-2.0 AND BSD-3-Clause)
    MIT OR (Apache-2.0 AND (BSD-3-Clause OR ISC))
    (MIT
    MIT)
    ()
    ( )
    (MIT))
    ( MIT )
    (MIT)(MIT)
    MIT WITH Classpath-exception-2.0
    GPL-2.0-only WITH Classpath-exception-2.0
    GPL-2.0-or-later WITH Bison-exception-2.2
    GPL-2.0-only WITH classpath-exception-2.0
    GPL-2.0-only WITH MIT
    GPL-2.0-only WITH Nonsense-exception
    GPL-2.0-only WITH
    WITH Classpath-exception-2.0
    (GPL-2.0-only) WITH Classpath-exception-2.0
    (MIT OR GPL-2.0-only) WITH Classpath-exception-2.0
    GPL-2.0-only WITH Classpath-exception-2.0 OR MIT
    GPL-2.0-only WITH Classpath-exception-2.0+
    Classpath-exception-2.0
    UNLICENSED
    UNLICENSED OR MIT
    MIT AND UNLICENSED
    Unlicense
    LicenseRef-Mine
    DocumentRef-a:LicenseRef-b
    NONE
    NOASSERTION
    Proprietary
    Nonsense-1.0
    MIT OR Nonsense-1.0
    +
    MIT+
    MIT +
    MIT++
    AND
    WITH
    0BSD
    AGPL-3.0-only
    MPL-2.0
    MS-PL
    CC0-1.0
    CC-BY-4.0
    WTFPL
    ISC
    Zlib
    MIT;
    MIT!
    MIT_X
    M\u00cfT
    MIT&Apache-2.0
  `),
  '',
  ' ',
  ' MIT ',
  'MIT  OR   Apache-2.0',
  'MIT\tOR\tApache-2.0',
  'MIT\nOR\nApache-2.0',
]

/** The files of a package with the ID `Pkg`; which frameworks is it for? */
export const packageFiles: readonly (readonly string[])[] = lines(`
  lib/net8.0/a.dll
  lib/net8.0/a.txt
  lib/net8.0/sub/a.dll
  lib/net8.0/de/a.resources.dll
  lib/net45/_._
  lib/a.dll
  lib/a.exe
  lib/a.winmd
  lib/a.txt
  lib/_._
  LIB/NET8.0/A.DLL
  Lib/net472/a.dll
  lib/any/a.dll
  lib/Any/a.dll
  lib/unknown/a.dll
  lib/net8.0-windows10.0.19041/a.dll
  lib/net40-client/a.dll
  lib/net8.0/a.dll lib/netstandard2.0/a.dll lib/net472/a.dll
  ref/net8.0/a.dll
  ref/a.dll
  ref/net8.0/a.xml
  runtimes/win/lib/net8.0/a.dll
  runtimes/win/lib/net8.0/de/a.resources.dll
  runtimes/win/lib/a.dll
  runtimes/linux-x64/native/a.so
  runtimes/linux-x64/nativeassets/net8.0/a.so
  contentFiles/any/any/a.txt
  contentFiles/cs/net472/a.cs
  contentFiles/cs/net472/sub/a.cs
  contentFiles/cs/a.cs
  contentFiles/c-s/net472/a.cs
  content/net45/a.txt
  build/Pkg.props
  build/pkg.TARGETS
  build/Other.props
  build/_._
  build/net8.0/Pkg.props
  build/net8.0/Other.props
  build/net8.0/_._
  build/net8.0/sub/Pkg.props
  build/any/Pkg.props
  buildMultiTargeting/Pkg.props
  buildCrossTargeting/Pkg.targets
  buildTransitive/Pkg.props
  buildTransitive/net8.0/Pkg.props
  tools/net8.0/any/a.dll
  tools/install.ps1
  analyzers/dotnet/cs/a.dll
  embed/net45/a.dll
  a.dll
  Pkg.nuspec
  lib/dotnet5.4/a.dll lib/net45/a.dll build/net45/Pkg.props ref/dotnet/a.dll
`).map((line) => line.split(' '))

/** What packages may have beside the frameworks that projects are for. */
export const otherFrameworks: readonly string[] = lines(`
  any
  net40-client
  net35-cf
  net8.0-ios
  net6.0-windows7.0
  sl5
  wp8
  native
`)

/** Portable libraries, named by the frameworks that they are for. */
export const portables: readonly string[] = [
  'portable-net45+win8',
  'portable-net40+sl5',
  'portable-net45+netcore45+wpa81',
]
