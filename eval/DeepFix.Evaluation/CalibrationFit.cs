using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Counts, by code, how many findings of the uncalibrated engine are right on labelled runs, and how many name what hurts.</summary>
internal static class CalibrationFit
{
    // Facts of the data (a constant feature, an outlier) are not labelled in training runs: their absence from the labels says nothing.
    public static CalibrationEntry[] Fit(IEnumerable<JudgedRun> runs)
        => [.. runs
            .SelectMany(run => run.Findings.Where(f => f.Kind != FindingKind.Data).Select(f => (run.Run, Finding: f)))
            .GroupBy(f => f.Finding.Code, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(Count)];

    private static CalibrationEntry Count(IGrouping<string, (LabelledRun Run, Finding Finding)> found)
    {
        (LabelledRun Run, Finding Finding)[] grave = [.. found.Where(f => f.Finding.Severity >= Severity.Medium)];
        return new CalibrationEntry(
            found.Key,
            found.Count(),
            found.Count(f => f.Run.Right.Contains(found.Key, StringComparer.Ordinal)),
            grave.Length,
            grave.Count(f => f.Run.Causing.Contains(found.Key, StringComparer.Ordinal)));
    }
}
