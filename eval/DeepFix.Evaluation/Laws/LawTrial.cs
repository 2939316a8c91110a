using System.Text.Json;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Evaluation.Transformations;

namespace DeepFix.Evaluation.Laws;

/// <summary>Tries every law on every run with a medium or high finding, and each column's absence on every run.</summary>
internal sealed class LawTrial
{
    private readonly AnalysisPipeline _pipeline = new(EngineParameters.Default);

    /// <summary>Runs that were tried, by law, and those whose medium and high codes did not stay.</summary>
    public SortedDictionary<string, (int Runs, List<string> Broken)> Laws { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs with a column left out.</summary>
    public int Dropped { get; private set; }

    /// <summary>Of those, the ones with a medium or high finding that is new and not right.</summary>
    public List<string> WrongAfterDrop { get; } = [];

    /// <summary>Runs whose result was not the same, byte for byte, a second time.</summary>
    public List<string> NotRepeated { get; } = [];

    /// <summary>Tries the runs.</summary>
    /// <param name="runs">Runs with the codes that are right for each.</param>
    public static async Task<LawTrial> RunAsync(IEnumerable<(RecordedRun Run, IReadOnlyCollection<string> Right)> runs)
    {
        var trial = new LawTrial();
        foreach ((RecordedRun run, IReadOnlyCollection<string> right) in runs) await trial.TryAsync(run, right);
        return trial;
    }

    private async Task TryAsync(RecordedRun run, IReadOnlyCollection<string> right)
    {
        AnalysisResult result = await ResultAsync(run);
        string[] codes = Grave(result);
        if (Bytes(result) != Bytes(await ResultAsync(run))) NotRepeated.Add(run.Name);
        foreach (Law law in Law.All.Where(_ => codes.Length > 0)) await TryAsync(run, law, codes);
        foreach (string column in run.Header)
        {
            string[] wrong = [.. Grave(await ResultAsync(run.Without(column))).Except(codes, StringComparer.Ordinal).Except(right, StringComparer.Ordinal)];
            Dropped++;
            if (wrong.Length > 0) WrongAfterDrop.Add($"{run.Name} without {column}: {string.Join(", ", wrong)}");
        }
    }

    private async Task TryAsync(RecordedRun run, Law law, string[] codes)
    {
        string[] after = Grave(await ResultAsync(law.Apply(run)));
        (int runs, List<string> broken) = Laws.GetValueOrDefault(law.Name, (0, []));
        string[] changes = [.. codes.Except(after, StringComparer.Ordinal).Select(c => "-" + c), .. after.Except(codes, StringComparer.Ordinal).Select(c => "+" + c)];
        if (changes.Length > 0) broken.Add($"{run.Name} {string.Join(" ", changes)}");
        Laws[law.Name] = (runs + 1, broken);
    }

    private async Task<AnalysisResult> ResultAsync(RecordedRun run) => await _pipeline.RunAsync(run.Parse(), new AnalysisOptions());

    private static string[] Grave(AnalysisResult result) => [.. result.Findings.Where(f => f.Severity >= Severity.Medium).Select(f => f.Code).Order(StringComparer.Ordinal)];

    private static string Bytes(AnalysisResult result) => JsonSerializer.Serialize(result with { ExecutionTime = 0, RequestId = "", Timestamp = default }, DeepFixJson.Default.AnalysisResult);
}
