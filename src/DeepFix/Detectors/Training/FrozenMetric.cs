using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>A metric that is the same at every point while a loss moves.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Count">Its points.</param>
/// <param name="Mover">The loss that moves.</param>
/// <param name="Fall">How far that loss falls, over its start.</param>
/// <param name="IsSure">Whether a model that always gives one class, and too few rows, are ruled out.</param>
/// <param name="FromStep">First step.</param>
/// <param name="ToStep">Last step.</param>
internal sealed record FrozenMetric(string Metric, double Value, int Count, string Mover, double Fall, bool IsSure, long FromStep, long ToStep)
{
    private const int FewestPoints = 8;
    private const int ManyRows = 200;
    private const double NearShare = 0.02;
    private static readonly (string Metric, string Mover)[] Pairs =
        [("val_loss", "train_loss"), ("train_accuracy", "train_loss"), ("val_accuracy", "val_loss"), ("train_r2", "train_loss"), ("val_r2", "val_loss")];

    /// <summary>Every such metric of a run, with the loss that it should have moved with.</summary>
    public static IEnumerable<FrozenMetric> In(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        foreach ((string name, string mover) in Pairs)
        {
            if (artifacts.Metrics.Find(name) is not { Count: >= FewestPoints } metric || !IsConstant(metric)) continue;
            if (Curve.Of(artifacts.Metrics.Find(mover), cancellationToken) is not { Count: >= FewestPoints } loss || loss.First == 0) continue;
            double value = metric.Values[0], fall = (loss.First - loss.End) / Math.Abs(loss.First);
            bool isScore = name.EndsWith("accuracy", StringComparison.Ordinal);
            if (isScore && (value is <= 0 or >= 1 || IsOfOneClass(artifacts, value))) continue;
            bool isSure = !isScore || (Shares(artifacts).Any() && (name.StartsWith("val", StringComparison.Ordinal) ? artifacts.Facts.ValRows : artifacts.Facts.TrainRows) >= ManyRows);
            yield return new FrozenMetric(name, value, metric.Count, mover, Math.Clamp(fall, -1e6, 1), isSure, metric.Steps[0], metric.Steps[^1]);
        }
    }

    private static bool IsConstant(MetricSeries metric)
    {
        foreach (double value in metric.Values)
        {
            if (!double.IsFinite(value) || value != metric.Values[0]) return false;
        }

        return true;
    }

    private static IEnumerable<double> Shares(TrainingArtifacts artifacts)
    {
        foreach (double? share in (double?[])[artifacts.Facts.TrainMajorityShare, artifacts.Facts.ValMajorityShare])
        {
            if (share is not { } known) continue;
            yield return known;
            yield return 1 - known;
        }
    }

    // The accuracy of a model that always gives one class is the share of that class.
    private static bool IsOfOneClass(TrainingArtifacts artifacts, double value)
    {
        if (artifacts.Metrics.Find("val_max_class_share") is { Count: > 0 } share && share.Values[^1] > 0.97) return true;
        if (artifacts.Facts.NumClasses is { } classes and > 0 && Math.Abs(value - (1.0 / classes)) < NearShare) return true;
        return Shares(artifacts).Any(s => Math.Abs(value - s) < NearShare);
    }
}
