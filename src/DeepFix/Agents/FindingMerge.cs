namespace DeepFix.Agents;

/// <summary>Sees to it that a code stands once in a result: in the report with the stronger evidence, which takes over the other's numbers.</summary>
internal static class FindingMerge
{
    /// <summary>The reports with every code in one of them only. Of equals the earlier report keeps the code.</summary>
    public static IReadOnlyList<AgentReport> Once(IReadOnlyList<AgentReport> reports)
    {
        Dictionary<string, AgentReport> owners = new(StringComparer.Ordinal);
        foreach (AgentReport report in reports)
        {
            foreach (Finding finding in report.Findings)
            {
                if (!owners.TryGetValue(finding.Code, out AgentReport? owner) || IsStronger(finding, owner.Findings.First(f => f.Code == finding.Code)))
                    owners[finding.Code] = report;
            }
        }

        return [.. reports.Select(report => report with
        {
            Findings = [.. report.Findings.Where(f => ReferenceEquals(owners[f.Code], report)).DistinctBy(f => f.Code, StringComparer.Ordinal).Select(f => WithOthers(f, reports, report))],
            // What one agent cleared by its artifacts another may have found in its own.
            Clean = report.Clean.Where(c => !owners.ContainsKey(c.Key)).ToDictionary(StringComparer.Ordinal),
            NotAssessed = [.. report.NotAssessed.Where(n => !owners.ContainsKey(n.Code))],
        })];
    }

    private static bool IsStronger(Finding left, Finding right)
        => (left.Severity, left.Confidence).CompareTo((right.Severity, right.Confidence)) > 0;

    private static Finding WithOthers(Finding finding, IReadOnlyList<AgentReport> reports, AgentReport owner)
    {
        Evidence[] others = [.. reports.Where(r => !ReferenceEquals(r, owner)).SelectMany(r => r.Findings).Where(f => f.Code == finding.Code).SelectMany(f => f.EvidenceItems)];
        if (others.Length == 0) return finding;
        IReadOnlyList<Evidence> items = [.. finding.EvidenceItems, .. others];
        return finding with { EvidenceItems = items, Evidence = EvidenceText.Render(items) };
    }
}
