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
            .Concat(OfFindings([.. findings]))
            .Where(s => double.IsFinite(s.Strength))
            .ToDictionary(s => s.Name, StringComparer.Ordinal);
    }

    private static IEnumerable<Sign> OfFindings(Finding[] findings)
    {
        Finding[] grave = [.. findings.Where(f => f.Severity >= Severity.Medium)];
        int others = grave.Count(f => f.Kind is FindingKind.Cause or FindingKind.Data && !SignNames.ByCode.ContainsKey(f.Code));
        yield return new Sign(SignNames.Explained, others > 0 ? 1 : 0, null, others > 0 ? "another cause was found" : "no other cause was found");
        int symptoms = grave.Count(f => f.Kind == FindingKind.Symptom);
        yield return new Sign(SignNames.Symptoms, Math.Min(symptoms, 3), null, $"{Significant.Text(symptoms)} symptoms were found");
    }
}
