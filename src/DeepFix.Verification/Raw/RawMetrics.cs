namespace DeepFix.Verification.Raw;

/// <summary>All metrics of a run by contract name, accuracies as fractions.</summary>
internal sealed class RawMetrics
{
    private const double LargestFraction = 1.5;
    private const double LargestPercent = 100.001;

    /// <summary>Where the last fifth of a run begins: a series that stops before it says nothing of the end.</summary>
    private const double LastFifth = 0.8;

    private static readonly string[] Shares = ["train_accuracy", "val_accuracy", "val_balanced_accuracy", "val_max_class_share"];
    private readonly List<RawSeries> _series = [];

    public RawMetrics(IReadOnlyList<RawSeries> recorded, string source)
    {
        Source = source;
        Dictionary<string, string> names = RawNames.Of(recorded.ToDictionary(s => s.Name, s => s.Points.Count, StringComparer.Ordinal));
        foreach (RawSeries series in recorded)
        {
            string name = names.GetValueOrDefault(series.Name) is { } contract and not ("step" or "epoch") ? contract : series.Name;
            bool isTaken = name == series.Name && recorded.Any(r => !ReferenceEquals(r, series) && names.GetValueOrDefault(r.Name) == name);
            _series.Add(Share(series with { Name = isTaken ? name + "_summary" : name, RecordedAs = series.Name }));
        }

        foreach (string side in (string[])["train", "val"])
        {
            if (Find(side + "_loss") is null && RawLossParts.Sum(recorded, side) is { } sum) _series.Add(sum);
        }
    }

    /// <summary>Path of the file, or what stands for it.</summary>
    public string Source { get; }

    public IReadOnlyList<RawSeries> All => _series;

    public RawSeries? Find(string? name) => name is null ? null : _series.Find(s => s.Name == name);

    /// <summary>What the detectors of training look at of a metric; null where it has no finite value.</summary>
    public RawCurve? Curve(string? name) => Find(name) is { } series ? RawCurve.Of(series) : null;

    /// <summary>The same of a metric that goes on into the last fifth of the run; null of one that stops before.</summary>
    public RawCurve? CurveToTheEnd(string? name)
    {
        if (Find(name) is not { Points.Count: > 0 } series || (Find("train_loss") ?? Find("val_loss")) is not { Points.Count: > 1 } loss) return Curve(name);
        long first = loss.Points[0].Step, last = loss.Points[^1].Step;
        return series.Points[^1].Step < first + (LastFifth * (last - first)) ? null : Curve(name);
    }

    private static RawSeries Share(RawSeries series)
    {
        if (!Shares.Contains(series.Name, StringComparer.Ordinal) || series.Finite.Count == 0) return series;
        double low = series.Finite.Min(p => p.Value), high = series.Finite.Max(p => p.Value);
        if (low < 0 || high > LargestPercent) return series with { Name = series.Name + "_as_logged" };
        return high <= LargestFraction ? series : series with { Points = [.. series.Points.Select(p => p with { Value = p.Value / 100 })] };
    }
}
