namespace DeepFix.Reports.Charts;

/// <summary>A family of curves as inline SVG, with a finding's evidence drawn in.</summary>
/// <param name="all">All families of the report: their charts share the steps.</param>
/// <param name="axis">Which epoch a step belongs to.</param>
internal sealed class CurveChart(IReadOnlyList<CurveFamily> all, EpochAxis? axis)
{
    private const double RowHeight = 15;
    private const double Foot = 22;
    private const double LabelHeight = 15;

    /// <summary>Share of a narrow chart that a mark's label takes.</summary>
    private const double LabelWidth = 0.24;
    private const int MaxRows = 3;

    /// <summary>Share of the chart before which a line has ended early.</summary>
    private const double EndsEarly = 0.6;

    /// <summary>The curves' paths, once a document: charts refer to them.</summary>
    public Html Paths()
        => Html.Element("svg", Html.Element("defs", all.SelectMany(f => f.Lines.Select(l => Path(f, l))))).Class("paths").With("width", "0").With("height", "0").With("aria-hidden", "true");

    /// <summary>One chart.</summary>
    /// <param name="family">The curves.</param>
    /// <param name="evidence">What is drawn into them.</param>
    /// <param name="height">Pixels of the plot.</param>
    public Html Render(CurveFamily family, ChartEvidence evidence, double height = 150)
    {
        ChartScale scale = ScaleOf(family);
        (double Step, int Row)[] marks = Rows(evidence.Marks, scale);
        double top = 8 + (marks.Length == 0 ? 0 : (marks.Max(m => m.Row) + 1) * RowHeight), bottom = top + height;
        double Y(double value) => top + (scale.Y(value) * height);
        Html svg = Html.Element(
            "svg",
            [
                .. evidence.Stretches.Select(s => Drawing.Area(scale.X(s.From), scale.X(s.To), top, bottom, "stretch")),
                Drawing.Horizontal(top, "frame"), Drawing.Horizontal(bottom, "frame"),
                Drawing.Text(0, top + 4, "axis", Significant.Text(scale.Max, 6)), Drawing.Text(0, bottom + 4, "axis", scale.Max > scale.Min ? Significant.Text(scale.Min, 6) : ""),
                .. Limits(evidence, scale, Y),
                .. marks.SelectMany(m => Mark(m, scale, top, bottom)),
                Lines(family, top, height),
                .. Dots(family, evidence, scale, Y),
                .. Labels(family, scale, Y, top, bottom),
                Drawing.Text(0, bottom + Foot - 4, "steps first", EpochAxis.Text(axis, scale.FromStep)), Drawing.Text(1, bottom + Foot - 4, "steps last", EpochAxis.Text(axis, scale.ToStep)),
            ]).Class("chart").With("height", Drawing.Pixels(bottom + Foot)).With("role", "img").With("aria-label", Description(family, scale, evidence));
        return Html.Element("figure", Html.Element("figcaption", family.Title, scale.IsLogarithmic ? Html.Element("span", ", logarithmic scale") : Html.Empty), svg);
    }

    private static ChartScale Scale(CurveFamily family, IEnumerable<CurveFamily> all) => ChartScale.Of(family, all, []);

    /// <summary>Lines above each other share a document's paths, so a family has one scale in all its charts.</summary>
    private ChartScale ScaleOf(CurveFamily family) => Scale(family, all);

    private Html Path(CurveFamily family, CurveLine line) => Html.Element("path").With("id", line.Id).With("vector-effect", "non-scaling-stroke").With("d", Outline.Path(line.Points, ScaleOf(family)));

    /// <summary>Labels that would touch go into rows above each other; what finds no row keeps its line and loses its label.</summary>
    private static (double Step, int Row)[] Rows(IEnumerable<double> marks, ChartScale scale)
    {
        List<double> rows = [];
        List<(double, int)> placed = [];
        foreach (double step in marks)
        {
            double x = scale.X(step);
            int row = rows.FindIndex(end => end <= x);
            if (row < 0 && rows.Count < MaxRows)
            {
                row = rows.Count;
                rows.Add(0);
            }

            if (row >= 0) rows[row] = x + LabelWidth;
            placed.Add((step, row));
        }

        return [.. placed];
    }

    private IEnumerable<Html> Mark((double Step, int Row) mark, ChartScale scale, double top, double bottom)
    {
        double x = scale.X(mark.Step);
        double y = mark.Row < 0 ? top : 8 + ((mark.Row + 0.7) * RowHeight);
        yield return Drawing.Vertical(x, mark.Row < 0 ? top : y - 9, bottom, "mark");
        if (mark.Row >= 0) yield return Drawing.Text(x, y, x > 0.75 ? "mark-label before" : "mark-label after", EpochAxis.Text(axis, mark.Step));
    }

    private static IEnumerable<Html> Limits(ChartEvidence evidence, ChartScale scale, Func<double, double> y)
    {
        foreach (Evidence item in evidence.Limits.Where(e => e.Limit >= scale.Min && e.Limit <= scale.Max))
        {
            yield return Drawing.Horizontal(y(item.Limit!.Value), "limit");
            yield return Drawing.Text(0.5, y(item.Limit.Value) - 4, "limit-label", $"limit: {(item.Side == LimitSide.AtLeast ? "at least" : "at most")} {Significant.Text(item.Limit.Value, 6)}");
        }
    }

    private static Html Lines(CurveFamily family, double top, double height)
        => Html.Element("svg", family.Lines.Select((l, i) => Html.Element("use").With("href", "#" + l.Id).Class($"line {StyleOf(l, i)}")))
            .With("x", "0").With("y", Drawing.Pixels(top)).With("width", "100%").With("height", Drawing.Pixels(height))
            .With("viewBox", $"0 0 {Outline.Side} {Outline.Side}").With("preserveAspectRatio", "none").Class("plot");

    private static IEnumerable<Html> Dots(CurveFamily family, ChartEvidence evidence, ChartScale scale, Func<double, double> y)
        => family.Lines.SelectMany((l, i) => evidence.Items.Where(e => e.Series == l.Series).Select(e => e.FromStep!.Value).Distinct()
            .SelectMany(s => l.Points.Where(p => p[0] == s).Take(1))
            .Where(p => evidence.Marks.Contains(p[0]))
            .Select(p => Drawing.Dot(scale.X(p[0]), y(p[1]), 4, $"dot {StyleOf(l, i)}")));

    /// <summary>Each line is called by its name at its end, with the value that it ends at.</summary>
    private static IEnumerable<Html> Labels(CurveFamily family, ChartScale scale, Func<double, double> y, double top, double bottom)
    {
        (CurveLine Line, int Index)[] named = [.. family.Lines.Select((l, i) => (Line: l, Index: i)).Where(l => l.Line.Style != CurveLine.Unnamed).OrderBy(l => y(l.Line.LastValue))];
        double[] places = Spread([.. named.Select(n => y(n.Line.LastValue) + 4)], top + 4, bottom + 4);
        foreach (((CurveLine line, int index), double at) in named.Zip(places))
        {
            string value = Significant.Text(line.LastValue, 6);
            // A line that ends early, as where its values stop being finite, is called by its name where it ends.
            // Lines of several runs are many: their names stand in a column at the right.
            double end = line.Style is null ? scale.X(line.Points[^1][0]) : 1;
            yield return Drawing.Text(end < EndsEarly ? end : 1, at, $"line-label {StyleOf(line, index)}{(end < EndsEarly ? " early" : "")}", line.Label.Length == 0 ? value : $"{line.Label} {value}");
        }
    }

    /// <summary>Places of labels, none upon another: pushed down from the top, and back up from the bottom where there is no more room.</summary>
    private static double[] Spread(double[] wanted, double top, double bottom)
    {
        double[] places = [.. wanted];
        for (int i = 0; i < places.Length; i++) places[i] = Math.Max(places[i], i == 0 ? top : places[i - 1] + LabelHeight);
        for (int i = places.Length - 1; i >= 0; i--) places[i] = Math.Min(places[i], i == places.Length - 1 ? bottom : places[i + 1] - LabelHeight);
        return places;
    }

    private static string StyleOf(CurveLine line, int index) => line.Style ?? (line.Label, index) switch
    {
        ("training", _) => "train",
        ("validation", _) => "val",
        (_, 0) => "one",
        _ => "two",
    };

    private string Description(CurveFamily family, ChartScale scale, ChartEvidence evidence)
    {
        IEnumerable<string> lines = family.Lines.Where(l => l.Style != CurveLine.Unnamed).Select(l => $"{(l.Style is null ? SafeText.Line(l.Series) : l.Label)} from {Significant.Text(l.Points[0][1], 6)} to {Significant.Text(l.LastValue, 6)}");
        string marks = string.Join(", ", evidence.Marks.Select(m => EpochAxis.Text(axis, m)));
        return $"{family.Title}, {EpochAxis.Text(axis, scale.FromStep)} to {EpochAxis.Text(axis, scale.ToStep)}: {string.Join("; ", lines)}.{(marks.Length > 0 ? $" Marked: {marks}." : "")}";
    }
}
