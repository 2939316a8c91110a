using System.Text.RegularExpressions;

namespace DeepFix.Reports.Charts;

/// <summary>What a chart shows of a finding: stretches, their ends, and limits that lie on the chart's own axis.</summary>
/// <param name="Items">Evidence about one of the chart's curves.</param>
/// <param name="FromStep">First step of those curves.</param>
/// <param name="ToStep">Their last step.</param>
internal sealed partial record ChartEvidence(IReadOnlyList<Evidence> Items, double FromStep, double ToStep)
{
    public static ChartEvidence None { get; } = new([], 0, 0);

    /// <summary>Stretches that are not the whole run.</summary>
    public IEnumerable<(double From, double To)> Stretches
        => Items.Where(e => e.ToStep > e.FromStep).Select(e => ((double)e.FromStep!.Value, (double)e.ToStep!.Value)).Where(s => s.Item1 > FromStep || s.Item2 < ToStep).Distinct();

    /// <summary>Steps worth a line and a label: where stretches begin, and where they end before the run does.</summary>
    public IEnumerable<double> Marks
        => Items.SelectMany(e => new[] { e.FromStep, e.ToStep }).OfType<long>().Select(s => (double)s).Where(s => s > FromStep && s < ToStep).Distinct().Order();

    /// <summary>Limits of values that are values of the curve itself, as a lowest or largest loss is.</summary>
    public IEnumerable<Evidence> Limits => Items.Where(e => e.Limit is not null && e.Series is { } series && OnTheAxis().Match(e.Measure) is { Success: true } match && match.Groups["series"].Value == series);

    /// <summary>Evidence of a finding that is about a family's curves and has a place in the run.</summary>
    public static ChartEvidence Of(Finding finding, CurveFamily family)
    {
        double[] ends = [.. family.Lines.SelectMany(l => new[] { l.Points[0][0], l.Points[^1][0] })];
        return new([.. finding.EvidenceItems.Where(e => e.FromStep is not null && family.Lines.Any(l => l.Series == e.Series))], ends.Min(), ends.Max());
    }

    [GeneratedRegex("^(lowest|largest|highest|smallest|final|first|last|best|median)( logged| smoothed)? (?<series>[^ ,]+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OnTheAxis();
}
