namespace DeepFix.Reports;

/// <summary>The order in which people read findings.</summary>
public static class ReportOrder
{
    /// <summary>Gravest first, then surest.</summary>
    public static IEnumerable<Finding> Of(IEnumerable<Finding> findings)
        => findings.OrderByDescending(f => f.Severity).ThenByDescending(f => f.Confidence).ThenBy(f => f.Code, StringComparer.Ordinal);
}
