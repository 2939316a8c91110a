using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Steps that were not finite were taken or skipped, but the logged loss does not show it.</summary>
public sealed class HiddenNan(HiddenNan.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public HiddenNan() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.HiddenNan;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.MaskedPoints];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["nan_count", "grad_norm", "train_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (artifacts.Metrics.TrainLoss is not { Count: > 0 } loss) return TrainingReport.Lacks("train_loss");
        if (loss.Finite(cancellationToken).Count < loss.Count) return artifacts.Clean(TrainingReport.Measured("points of train_loss that are NaN or infinite, and so not hidden", loss.Count - loss.Finite(cancellationToken).Count, TrainingReport.Points, loss.Name));
        MetricSeries[] inner = [.. artifacts.Metrics.Series.Where(s => !MetricRoles.IsOutcome(s.Name))];
        if (inner.Length == 0) return TrainingReport.Lacks("nan_count or grad_norm");
        Evidence[] looks = [.. inner.Select(s => limits.MaskedPoints.Judge(s.Name == "nan_count" ? "points with a nan_count above 0 while train_loss is finite" : $"points of {s.Name} that are NaN or infinite while train_loss is finite", Masked(s, cancellationToken), s.Name))];
        Evidence[] masked = [.. looks.Where(l => l.CrossesLimit)];
        return masked.Length == 0
            ? artifacts.Clean(looks)
            : artifacts.Found(Code, Severity.High, 0.95, $"train_loss is finite at every point, yet {string.Join(" and ", masked.Select(m => m.Series == "nan_count" ? $"nan_count is above 0 at {Significant.Text(m.Value)} points" : $"{m.Series} is NaN or infinite at {Significant.Text(m.Value)} points"))}: steps were lost or poisoned that the logged loss does not show.", masked);
    }

    private static int Masked(MetricSeries series, CancellationToken cancellationToken)
    {
        MetricSeries finite = series.Finite(cancellationToken);
        int masked = series.Count - finite.Count;
        if (series.Name != "nan_count") return masked;
        foreach (double value in finite.Values) masked += value > 0 ? 1 : 0;
        return masked;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points with a sign of non-finite numbers beside a finite loss.</summary>
        public Limit MaskedPoints { get; init; } = Limit.AtMost(
            0, TrainingReport.Points, 0, 1000, "A number that is not finite was computed in a step that counts as good.", "IEEE 754");
    }
}
