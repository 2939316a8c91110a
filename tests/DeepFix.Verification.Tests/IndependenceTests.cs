using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using DeepFix.Mlflow.Tests.Manifests;
using DeepFix.Verification.Measures;

namespace DeepFix.Verification.Tests;

/// <summary>Verification shares nothing with what it verifies, and misses none of its measures.</summary>
public sealed partial class IndependenceTests
{
    private static readonly string[] Forbidden = ["DeepFix.Statistics", "DeepFix.Detectors", "DeepFix.Agents", "DeepFix.Artifacts.Reading", "DeepFix.Artifacts.Names"];

    private static readonly string[] Allowed = ["RunRecord", "RunFile", "RunStatus", "MetricHistory", "MetricPoint", "EarlierRuns", "StoredRun"];

    [Fact]
    public void It_refers_to_no_type_that_reads_artifacts_computes_statistics_or_detects()
    {
        using var file = new PEReader(File.OpenRead(typeof(Verifier).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        string[] referred = [.. metadata.TypeReferences.Select(metadata.GetTypeReference).Select(t => $"{metadata.GetString(t.Namespace)}.{metadata.GetString(t.Name)}").Where(t => t.StartsWith("DeepFix", StringComparison.Ordinal))];
        referred.ShouldContain("DeepFix.Evidence");
        referred.Where(t => Forbidden.Any(f => t.StartsWith(f + ".", StringComparison.Ordinal))).ShouldBeEmpty();
        referred.Where(t => t.StartsWith("DeepFix.Artifacts.", StringComparison.Ordinal)).Select(t => t["DeepFix.Artifacts.".Length..]).ShouldBeSubsetOf(Allowed);
    }

    [Fact]
    public void Every_measure_in_the_source_of_the_detectors_has_a_rule()
    {
        string[] measures = [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("src", "DeepFix", "Detectors"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Literal().Matches(File.ReadAllText(f)).Select(m => Blank().Replace(m.Groups["measure"].Value, "0.5")))
            .Distinct(StringComparer.Ordinal)];
        measures.Length.ShouldBeGreaterThan(90);
        measures.Where(m => !AllMeasures.Of(new Evidence { Measure = m, Value = 0 }).Any()).ShouldBeEmpty();
    }

    [GeneratedRegex("""(?:\.Judge|\bMeasured|\bDeclared)\(\s*(?:[\w.]+ == "[^"]*" \? )?\$?"(?<measure>(?:[^"{]|\{(?:[^{}"]|"[^"]*")*\})+)"(?: : \$?"(?<measure>(?:[^"{]|\{[^}]*\})+)")?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{(?:[^{}""]|""[^""]*"")*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Blank();
}
