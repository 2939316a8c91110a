using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Server.Web;

/// <summary>The metric that decides, of the first few runs in one picture; the numbers stand in the table beside it.</summary>
internal static class ComparisonChart
{
    private const int MostLines = 4, Width = 720, Height = 220, Left = 56, Right = 150, Top = 12, Bottom = 26, LabelHeight = 15;

    /// <summary>The picture; null where there is nothing to draw.</summary>
    public static Html? Of(ComparisonResult result)
    {
        ComparedCurve? curve = result.Curves.FirstOrDefault(c => c.Series == result.Metric) ?? (result.Curves is [var first, ..] ? first : null);
        if (curve is null || curve.At.Count < 2) return null;
        (ComparedRun Run, IReadOnlyList<double?> Values)[] lines =
            [.. ComparisonWords.Ordered(result).Where(r => curve.Values.ContainsKey(r.RunId)).Select(r => (r, curve.Values[r.RunId])).Where(l => l.Item2.Any(IsFinite)).Take(MostLines)];
        if (lines.Length == 0) return null;
        double[] all = [.. lines.SelectMany(l => l.Values).Where(IsFinite).Select(v => v!.Value)];
        var scale = new Scale(curve.At[0], curve.At[^1], all.Min(), all.Max());
        string title = ForeignText.Cut(curve.Series, 40);
        Html svg = Html.Element(
            "svg",
            [
                Line(Left, Top, Width - Right, Top, "frame"), Line(Left, Height - Bottom, Width - Right, Height - Bottom, "frame"),
                Text(Left - 8, Top + 4, "axis", Significant.Text(scale.High, 4)), Text(Left - 8, Height - Bottom + 4, "axis", Significant.Text(scale.Low, 4)),
                Text(Left, Height - 6, "steps", $"{curve.Axis} {Significant.Text(scale.From)}"), Text(Width - Right, Height - 6, "last", Significant.Text(scale.To)),
                .. lines.Select((l, i) => Html.Element("path").With("d", Path(curve, l.Values, scale)).Class("line run" + Number(i))),
                .. Labels(lines, scale),
            ]).Class("chart compared").With("viewBox", $"0 0 {Number(Width)} {Number(Height)}").With("role", "img").With("aria-label", Description(title, lines));
        string more = result.Runs.Count > lines.Length ? $", {Number(lines.Length)} of {Number(result.Runs.Count)} runs" : "";
        return Html.Element("figure", Html.Element("figcaption", title, more), svg);
    }

    private static string Description(string title, IReadOnlyList<(ComparedRun Run, IReadOnlyList<double?> Values)> lines)
        => $"{title} over the training: " + string.Join("; ", lines.Select(l => $"{Name(l.Run)} ends at {Significant.Text(l.Values.Last(IsFinite)!.Value, 4)}"));

    private static string Path(ComparedCurve curve, IReadOnlyList<double?> values, Scale scale)
    {
        var path = new StringBuilder();
        bool isDown = false;
        for (int i = 0; i < Math.Min(values.Count, curve.At.Count); i++)
        {
            if (values[i] is not { } value || !double.IsFinite(value))
            {
                isDown = false;
                continue;
            }

            path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{scale.X(curve.At[i]):0.#} {scale.Y(value):0.#}");
            isDown = true;
        }

        return path.ToString();
    }

    /// <summary>Names at the ends of their lines, pushed apart where they would touch.</summary>
    private static IEnumerable<Html> Labels(IReadOnlyList<(ComparedRun Run, IReadOnlyList<double?> Values)> lines, Scale scale)
    {
        double lowest = double.NegativeInfinity;
        foreach ((int i, double y) in lines.Select((l, i) => (i, scale.Y(l.Values.Last(IsFinite)!.Value))).OrderBy(l => l.Item2))
        {
            lowest = Math.Max(y, lowest + LabelHeight);
            yield return Text(Width - Right + 8, lowest + 4, "line-label run" + Number(i), ForeignText.Cut(Name(lines[i].Run), 22));
        }
    }

    private static string Name(ComparedRun run) => ForeignText.Cut(run.Name ?? run.RunId, 40);

    private static Html Line(double x1, double y1, double x2, double y2, string classes)
        => Html.Element("line").With("x1", Number(x1)).With("y1", Number(y1)).With("x2", Number(x2)).With("y2", Number(y2)).Class(classes);

    private static Html Text(double x, double y, string classes, string text) => Html.Element("text", text).With("x", Number(x)).With("y", Number(y)).Class(classes);

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static bool IsFinite(double? value) => value is { } number && double.IsFinite(number);

    private sealed record Scale(double From, double To, double Low, double High)
    {
        public double X(double at) => Left + ((Width - Left - Right) * (To > From ? (at - From) / (To - From) : 0));

        public double Y(double value) => Top + ((Height - Top - Bottom) * (High > Low ? (High - value) / (High - Low) : 0.5));
    }
}
