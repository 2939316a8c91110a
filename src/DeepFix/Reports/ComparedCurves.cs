using System.Globalization;
using DeepFix.Api;
using DeepFix.Reports.Charts;

namespace DeepFix.Reports;

/// <summary>Curves of several runs in one chart each: the best few and the reference in colours of their own, the others in grey.</summary>
internal static class ComparedCurves
{
    /// <summary>Lines that a reader can tell apart.</summary>
    private const int MostColours = 6;

    /// <summary>Grey lines of the metric that decides; other charts have none, so that a file stays small.</summary>
    private const int MostOthers = 40;

    public static Html Render(ComparisonContent content)
    {
        if (content.Result.Curves.Count == 0) return Html.Empty;
        NumberedRun[] coloured = [.. Coloured(content)];
        (CurveFamily Family, ComparedCurve Curve)[] families = [.. content.Result.Curves.Select((c, i) => (Family(c, i, content, coloured), c)).Where(f => f.Item1.Lines.Count > 0)];
        if (families.Length == 0) return Html.Empty;
        (CurveChart Chart, CurveFamily Family)[] charts = [.. families.Select(f => (new CurveChart([f.Family], f.Curve.Axis == "epoch" ? EpochAxis.Identity : null), f.Family))];
        string left = content.Runs.Count > coloured.Length ? " The others are grey where the metric decides, and left out elsewhere." : "";
        return Html.Of([
            .. charts.Select(c => c.Chart.Paths()),
            HtmlDocument.Section(
                "curves",
                "The runs at a glance",
                Html.Element("p", $"Lines are called by the run's id and the value that they end at.{left}").Class("faint"),
                Html.Element("div", charts.Select((c, i) => c.Chart.Render(c.Family, ChartEvidence.None, height: i == 0 ? 220 : 130))).Class("glance"))]);
    }

    /// <summary>The reference and the best, and the worst of all where there is room: what a reader looks for.</summary>
    private static IEnumerable<NumberedRun> Coloured(ComparisonContent content)
    {
        if (content.Runs.Count <= MostColours) return content.Runs;
        HashSet<string> chosen = new(StringComparer.Ordinal) { content.Runs[0].Id, content.Runs[^1].Id };
        if (content.Result.Reference is { } reference) chosen.Add(content.IdOf(reference));
        foreach (NumberedRun run in content.Runs)
        {
            if (chosen.Count < MostColours) chosen.Add(run.Id);
        }

        return content.Runs.Where(r => chosen.Contains(r.Id));
    }

    private static CurveFamily Family(ComparedCurve curve, int index, ComparisonContent content, NumberedRun[] coloured)
    {
        IEnumerable<CurveLine?> named = coloured.Select((r, i) => Line(curve, index, r, string.Create(CultureInfo.InvariantCulture, $"run{i + 1}")));
        IEnumerable<CurveLine?> others = index == 0 ? content.Runs.Except(coloured).Take(MostOthers).Select(r => Line(curve, index, r, CurveLine.Unnamed)) : [];
        // Later lines lie above earlier ones.
        return new CurveFamily(CurveFamily.TitleOf(curve.Series, unit: null), [.. others.Concat(named).OfType<CurveLine>()]);
    }

    /// <summary>A run's finite points of a curve; none where it has none.</summary>
    internal static IReadOnlyList<double>[] Points(ComparedCurve curve, NumberedRun run)
        => curve.Values.TryGetValue(run.Run.RunId, out IReadOnlyList<double?>? values)
            ? [.. curve.At.Zip(values).Where(p => double.IsFinite(p.First) && p.Second is { } value && double.IsFinite(value)).Select(p => (IReadOnlyList<double>)[p.First, p.Second!.Value])]
            : [];

    private static CurveLine? Line(ComparedCurve curve, int index, NumberedRun run, string style)
    {
        IReadOnlyList<double>[] points = Points(curve, run);
        return points.Length == 0 ? null : new CurveLine(string.Create(CultureInfo.InvariantCulture, $"c{index}{run.Id}"), curve.Series, run.Id, points, new Curve { Series = curve.Series, Points = points }) { Style = style };
    }
}
