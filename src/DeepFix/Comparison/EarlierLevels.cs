using DeepFix.Artifacts;
using DeepFix.Artifacts.Names;
using DeepFix.Statistics;

namespace DeepFix.Comparison;

/// <summary>The last value of one metric in a run and in those before it.</summary>
internal sealed record EarlierLevels(MetricScale Scale, string Metric, double Own, IReadOnlyList<(StoredRun Run, double Value)> Earlier)
{
    private static readonly string[] Preferred = ["val_balanced_accuracy", "val_accuracy", "val_r2", "val_loss"];

    /// <summary>The median of the earlier runs, in the metric's unit.</summary>
    public double Median { get; } = Order.Median([.. Earlier.Select(e => e.Value)]);

    /// <summary>How far the run lies below the median, on the common scale.</summary>
    public double Drop => Scale.Score(Median) - Scale.Score(Own);

    /// <summary>The drop in standard deviations: of repeats, with what the median itself may be off by; or of the earlier runs, where they differ more.</summary>
    public double NoiseMultiple
    {
        get
        {
            double[] scores = [.. Earlier.Select(e => Scale.Score(e.Value))];
            RunNoise repeats = RunNoise.Of(Earlier.GroupBy(e => OtherSettings.Key(e.Run), StringComparer.Ordinal).Select(g => (IReadOnlyList<double>)[.. g.Select(e => Scale.Score(e.Value))]));
            double deviation = Math.Max(repeats.Deviation * Math.Sqrt(1 + (1.0 / scores.Length)), Order.Deviation(scores));
            return Math.Clamp(Drop / deviation, -1e6, 1e6);
        }
    }

    /// <summary>Share of the earlier runs that ended better.</summary>
    public double BetterShare => Earlier.Count(e => Scale.Score(e.Value) > Scale.Score(Own)) / (double)Earlier.Count;

    /// <summary>The levels in the most telling metric that the run shares with earlier runs on the same data; null where there is none.</summary>
    public static EarlierLevels? Of(EarlierRuns earlier)
    {
        StoredRun[] comparable = [.. earlier.Runs.Where(r => OtherSettings.SameData(earlier.Own, r))];
        Dictionary<string, double> own = Known(earlier.Own);
        (StoredRun Run, Dictionary<string, double> Metrics)[] others = [.. comparable.Select(r => (r, Known(r)))];
        foreach (string metric in own.Keys.OrderBy(m => Array.IndexOf(Preferred, m) is var at and >= 0 ? at : Preferred.Length).ThenBy(m => m, StringComparer.Ordinal))
        {
            (StoredRun, double)[] having = [.. others.Where(o => o.Metrics.ContainsKey(metric) && (!metric.Contains("loss", StringComparison.OrdinalIgnoreCase) || OtherSettings.SameLoss(earlier.Own, o.Run))).Select(o => (o.Run, o.Metrics[metric]))];
            if (having.Length > 0 && MetricScale.Of(metric, [own[metric], .. having.Select(h => h.Item2)]) is { } scale) return new EarlierLevels(scale, metric, own[metric], having);
        }

        return null;
    }

    /// <summary>Finite held-out metrics of known direction, under their contract names where they have one.</summary>
    private static Dictionary<string, double> Known(StoredRun run)
    {
        IReadOnlyDictionary<string, string> contract = MetricNames.Resolve(run.Metrics.ToDictionary(m => m.Key, _ => 2, StringComparer.Ordinal));
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string key, double value) in run.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            string name = contract.GetValueOrDefault(key, key);
            if (double.IsFinite(value) && MetricDirection.IsHeldOut(name) && MetricDirection.IsHigherBetter(name) is not null) known.TryAdd(name, value);
        }

        return known;
    }
}
