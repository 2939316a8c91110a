using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Counts, by code, how many findings of the uncalibrated engine are right on labelled runs, and how many name what hurts.</summary>
internal static class CalibrationFit
{
    // Facts of the data (a constant feature, an outlier) are not labelled in training runs: their absence from the labels says nothing.
    public static CalibrationEntry[] Fit(IEnumerable<JudgedRun> runs)
        => [.. from run in runs
               from finding in run.Findings
               where finding.Kind != FindingKind.Data
               group (run.Run, finding) by finding.Code into found
               orderby found.Key
               let grave = found.Where(f => f.finding.Severity >= Severity.Medium).ToArray()
               select new CalibrationEntry(
                   found.Key,
                   found.Count(),
                   found.Count(f => f.Run.Right.Contains(found.Key, StringComparer.Ordinal)),
                   grave.Length,
                   grave.Count(f => f.Run.Causing.Contains(found.Key, StringComparer.Ordinal)))];
}
