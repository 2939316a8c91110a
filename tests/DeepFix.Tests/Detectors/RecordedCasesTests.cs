using DeepFix.Artifacts;
using DeepFix.Detectors;

namespace DeepFix.Tests.Detectors;

/// <summary>Artifacts that deepchecks wrote for real data, with faults that were measured independently of it.</summary>
public sealed class RecordedCasesTests
{
    private static readonly string Root = Find();

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Faults_that_were_measured_are_found_and_no_others(string name)
    {
        HashSet<string> faults = Listed(name, "faults"), undecided = Listed(name, "undecided"), found = [.. Claimed(name)];
        faults.Except(undecided).Except(found).ShouldBeEmpty("missed");
        found.Except(faults).Except(undecided).ShouldBeEmpty("claimed without being there");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_stands_in_the_evidence_names_its_limit(string name)
        => Findings(name).SelectMany(f => f.EvidenceItems).ShouldAllBe(e => e.CrossesLimit && e.Measure.Length > 0);

    // A finding of low severity counts when it is at least as likely true as not: data can be at fault without doing harm.
    private static IEnumerable<string> Claimed(string name) => Findings(name).Where(f => f.Severity != Severity.Low || f.Confidence >= 0.5).Select(f => f.Code);

    private static IEnumerable<Finding> Findings(string name)
    {
        RunArtifacts run = ArtifactParser.Parse(new RunRecord { RunId = name, Files = [.. Files(name)] }, cancellationToken: TestContext.Current.CancellationToken);
        IEnumerable<Detection> detections =
        [
            .. DetectorCatalog.Dataset.Select(d => d.Detect(run.Dataset.ShouldNotBeNull(), TestContext.Current.CancellationToken)),
            .. DetectorCatalog.Deepchecks.Select(d => d.Detect(run.Deepchecks.ShouldNotBeNull(), TestContext.Current.CancellationToken)),
        ];
        return detections.OfType<Detection.Found>().SelectMany(f => f.Findings);
    }

    private static IEnumerable<RunFile> Files(string name)
    {
        foreach (string path in Directory.GetFiles(Path.Combine(Root, name), "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "labels.yaml"))
            yield return new RunFile(Path.GetRelativePath(Path.Combine(Root, name), path).Replace('\\', '/'), new FileInfo(path).Length, () => File.OpenRead(path));
    }

    private static HashSet<string> Listed(string name, string key)
    {
        string line = File.ReadAllLines(Path.Combine(Root, name, "labels.yaml")).Single(l => l.StartsWith($"{key}: [", StringComparison.Ordinal));
        return [.. line[(key.Length + 3)..^1].Split(", ", StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string cases = Path.Combine(folder, "tests", "deepchecks");
            if (Directory.Exists(cases)) return cases;
        }

        throw new DirectoryNotFoundException("tests/deepchecks was not found above the test program.");
    }
}
