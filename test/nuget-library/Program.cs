// Answers questions with NuGet's own library, so that tests can compare: JSON arrays in, answers out, in the same order.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using NuGet.Client;
using NuGet.ContentModel;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Licenses;
using NuGet.RuntimeModel;
using NuGet.Versioning;

var questions = JsonSerializer.Deserialize<string[][]>(Console.OpenStandardInput())!;
var options = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
JsonSerializer.Serialize(Console.OpenStandardOutput(), questions.Select(Answer), options);

static object? Answer(string[] question) => question switch
{
    ["version", var text] => NuGetVersion.TryParse(text, out var version) ? DescribeVersion(version) : null,
    ["compare", var a, var b] => Math.Sign(NuGetVersion.Parse(a).CompareTo(NuGetVersion.Parse(b))),
    ["range", var text] => VersionRange.TryParse(text, out var range) ? DescribeRange(range) : null,
    ["satisfies", var range, var version] => VersionRange.Parse(range).Satisfies(NuGetVersion.Parse(version)),
    ["framework", var text] => ParseFramework(text),
    ["compatible", var project, var assets] => DefaultCompatibilityProvider.Instance.IsCompatible(
        NuGetFramework.Parse(project), NuGetFramework.Parse(assets)),
    ["id", var text] => PackageIdValidator.IsValidPackageId(text),
    ["license", var text] => IsLicense(text),
    ["license-ids"] => NuGetLicenseData.LicenseList.Where(pair => !pair.Value.IsDeprecatedLicenseId).Select(pair => pair.Key),
    ["frameworks", .. var files] => FrameworksOf(files),
    _ => throw new ArgumentException(string.Join(' ', question)),
};

static object DescribeVersion(NuGetVersion version) => new
{
    normalized = version.ToNormalizedString(),
    full = version.ToFullString(),
    labels = version.ReleaseLabels,
    isPrerelease = version.IsPrerelease,
    isSemVer2 = version.IsSemVer2,
};

static object DescribeRange(VersionRange range) => new
{
    normalized = range.IsFloating ? null : range.ToNormalizedString(),
    min = range.MinVersion?.ToNormalizedString(),
    max = range.MaxVersion?.ToNormalizedString(),
    includeMin = range.HasLowerBound && range.IsMinInclusive,
    includeMax = range.HasUpperBound && range.IsMaxInclusive,
    isFloating = range.IsFloating,
};

static object? ParseFramework(string text)
{
    try
    {
        var framework = NuGetFramework.Parse(text);
        return framework.IsUnsupported ? null : new
        {
            shortName = framework.GetShortFolderName().ToLowerInvariant(),
            identifier = framework.Framework,
            version = framework.Version.ToString(),
            platform = framework.Platform,
        };
    }
    catch (Exception e) when (e is ArgumentException or FrameworkException)
    {
        return null;
    }
}

// As the gallery asks: standard identifiers only, and a licence at all.
static bool IsLicense(string text)
{
    try
    {
        var expression = NuGetLicenseExpression.Parse(text);
        return expression.HasOnlyStandardIdentifiers() && !expression.IsUnlicensed();
    }
    catch (NuGetLicenseExpressionParsingException)
    {
        return false;
    }
}

// The first is the package's ID. As the gallery asks the content model; folders of unknown frameworks are left out.
static object FrameworksOf(string[] files)
{
    var items = new ContentItemCollection();
    items.Load(files.Skip(1).ToList());
    var patterns = new ManagedCodeConventions(new RuntimeGraph()).Patterns;
    var groups = new List<ContentItemGroup>();
    PatternSet[] sets =
    [
        patterns.CompileRefAssemblies, patterns.CompileLibAssemblies, patterns.RuntimeAssemblies, patterns.ContentFiles,
        patterns.ResourceAssemblies,
    ];
    foreach (var set in sets) items.PopulateItemGroups(set, groups);
    var build = new List<ContentItemGroup>();
    items.PopulateItemGroups(patterns.MSBuildFiles, build);
    items.PopulateItemGroups(patterns.MSBuildMultiTargetingFiles, build);
    string[] names = ["_._", $"{files[0]}.props", $"{files[0]}.targets"];
    groups.AddRange(build.Where(group => group.Items.Any(
        item => names.Contains(Path.GetFileName(item.Path), StringComparer.OrdinalIgnoreCase))));
    return groups
        .SelectMany(group => group.Properties)
        .Where(property => property.Key == "tfm")
        .Select(property => ((NuGetFramework)property.Value).GetShortFolderName().ToLowerInvariant())
        .Distinct()
        .Where(name => NuGetFramework.Parse(name) is { IsUnsupported: false })
        .Order(StringComparer.Ordinal);
}
