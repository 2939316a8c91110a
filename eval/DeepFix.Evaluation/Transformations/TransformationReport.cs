using System.Globalization;

namespace DeepFix.Evaluation.Transformations;

/// <summary>The trial of all transformations as a table, with what was missed and what was found wrongly.</summary>
internal static class TransformationReport
{
    /// <summary>Controls that are taken from a folder at most, evenly spread over it.</summary>
    private const int MostRuns = 60;

    /// <summary>Tries the controls of a folder and writes the table.</summary>
    public static async Task<int> WriteAsync(string folder, TextWriter output)
    {
        LabelledRun[] controls = [.. LabelledRun.ReadAll(folder).Where(r => r.Causes.Count == 0)];
        int every = Math.Max(1, controls.Length / MostRuns);
        TransformationTrial trial = await TransformationTrial.RunAsync(controls.Where((_, i) => i % every == 0).Select(r => RecordedRun.Read(r.Folder)));
        foreach ((string code, TransformationCount count) in trial.Counts)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{code,-28} found {count.Found,5} of {count.Faults,5} ({count.Recall:0.000})   near misses {count.NearMisses,5}, found all the same {count.False.Count,3}"));
            await WriteAsync(output, "missed", count.Missed);
            await WriteAsync(output, "wrong", count.False);
        }

        return 0;
    }

    private static async Task WriteAsync(TextWriter output, string word, IEnumerable<string> names)
    {
        foreach (IGrouping<string, string> kind in names.GroupBy(n => n.Split(" (")[0], StringComparer.Ordinal))
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"    {word} {kind.Count()}: {kind.First()}"));
    }
}
