using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>Reads every sign of a run.</summary>
internal static class SignReader
{
    /// <summary>The signs by name, without those that nothing was logged for.</summary>
    public static IReadOnlyDictionary<string, Sign> Read(RunArtifacts run, IEnumerable<Finding> findings, CancellationToken cancellationToken)
    {
        if (run.Training is not { } training) return new Dictionary<string, Sign>(StringComparer.Ordinal);
        return CurveSigns.Of(training, cancellationToken)
            .Concat(SettingSigns.Of(training, cancellationToken))
            .Append(Explained([.. findings]))
            .Where(s => double.IsFinite(s.Strength))
            .ToDictionary(s => s.Name, StringComparer.Ordinal);
    }

    private static Sign Explained(Finding[] findings)
    {
        int others = findings.Count(f => f.Severity >= Severity.Medium && f.Kind is FindingKind.Cause or FindingKind.Data && !SignNames.ByCode.ContainsKey(f.Code));
        return new Sign(SignNames.Explained, others > 0 ? 1 : 0, new Evidence { Measure = "other causes found at medium or high severity", Value = others, Unit = "findings" }, others > 0 ? "another cause was found" : "no other cause was found");
    }
}
