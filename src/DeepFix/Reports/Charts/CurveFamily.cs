using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Reports.Charts;

/// <summary>Curves that share a chart: training and validation of one metric.</summary>
/// <param name="Title">What they measure.</param>
/// <param name="Lines">One or two curves of a run, or one of each of several runs.</param>
internal sealed record CurveFamily(string Title, IReadOnlyList<CurveLine> Lines)
{
    private static readonly string[] Splits = ["train_", "val_"];

    /// <summary>The curves of a result by family, in the order of the result. A curve without points is left out.</summary>
    public static IReadOnlyList<CurveFamily> Of(IReadOnlyList<Curve> curves)
        => [.. curves.Select((c, i) => new CurveLine(string.Create(CultureInfo.InvariantCulture, $"curve{i}"), c.Series, LabelOf(c.Series), [.. c.Points.Where(p => p.Count == 2 && double.IsFinite(p[0]) && double.IsFinite(p[1]))], c))
            .Where(l => l.Points.Count > 0)
            .GroupBy(l => KeyOf(l.Series), StringComparer.Ordinal)
            .Select(g => new CurveFamily(TitleOf(g.Key, g.First().Curve.Unit), [.. g]))];

    private static string KeyOf(string series) => Splits.FirstOrDefault(s => series.StartsWith(s, StringComparison.Ordinal)) is { } split ? series[split.Length..] : series;

    private static string LabelOf(string series) => series switch
    {
        _ when series.StartsWith(Splits[0], StringComparison.Ordinal) => "training",
        _ when series.StartsWith(Splits[1], StringComparison.Ordinal) => "validation",
        _ => "",
    };

    /// <summary>What people call a metric.</summary>
    public static string TitleOf(string key, string? unit)
    {
        string title = key switch
        {
            "loss" => "Loss",
            "train_loss" => "Training loss",
            "val_loss" => "Validation loss",
            "train_accuracy" => "Training accuracy",
            "val_accuracy" => "Validation accuracy",
            "accuracy" => "Accuracy",
            "r2" => "R²",
            "learning_rate" => "Learning rate",
            "grad_norm" => "Gradient norm",
            _ => SafeText.Line(key),
        };
        return unit is { Length: > 0 } ? $"{title}, {SafeText.Line(unit)}" : title;
    }
}
