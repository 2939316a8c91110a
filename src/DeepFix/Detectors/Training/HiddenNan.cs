using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>Steps that were not finite were taken or skipped, but the logged loss does not show it.</summary>
public sealed class HiddenNan(HiddenNan.Limits limits) : Detector<TrainingArtifacts>
{
    private static readonly string[] InnerWords = ["grad", "gradient", "gradients", "weight", "weights", "update", "param", "params", "activation", "activations"];

    /// <summary>With the default limits.</summary>
    public HiddenNan() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.HiddenNan;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.MaskedPoints, limits.ScalerShare, limits.LastNorm, limits.HeldRecords, limits.HeldJitter, limits.HeldDigits];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["nan_count", "grad_norm", "train_loss", "learning_rate", "val_loss"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Metrics.TrainLoss is not { Count: > 0 } loss) return TrainingReport.Lacks("train_loss");
        int shown = loss.Count - loss.Finite(cancellationToken).Count;
        if (shown > 0) return artifacts.Clean(TrainingReport.Measured("points of train_loss that are NaN or infinite, and so not hidden", shown, TrainingReport.Points, loss.Name));
        if (Masked(artifacts, cancellationToken) is { Length: > 0 } masked)
            return artifacts.Found(Code, Severity.High, 0.95, $"train_loss is finite at every point, yet {string.Join(" and ", masked.Select(m => m.Series == "nan_count" ? $"nan_count is above 0 at {Significant.Text(m.Value)} points" : $"{m.Series} is NaN or infinite at {Significant.Text(m.Value)} points"))}: steps were lost or poisoned that the logged loss does not show.", masked);
        if (artifacts.Metrics.GradNorm is { } norm && ZeroNorms.In(norm, loss) is { } zero && !limits.LastNorm.IsCrossedBy(zero.LastOverMedian))
        {
            Evidence count = limits.MaskedPoints.Judge("points of grad_norm that are exactly 0 while train_loss is not", zero.Count, norm.Name, zero.FirstStep, zero.LastStep);
            if (count.CrossesLimit)
                return artifacts.Found(Code, Severity.Medium, 0.8, $"grad_norm is exactly 0 at {Significant.Text(zero.Count)} points, first at step {TrainingReport.Step(zero.FirstStep)}, while train_loss is not; just before it was {Significant.Text(zero.LastOverMedian)} of its median. A norm that fades is no reason: a zero of that kind stands for a step whose gradient was not finite.", count);
        }

        if (HeldLoss.In(loss, artifacts.Metrics.LearningRate, artifacts.Metrics.ValLoss) is { } held && !limits.HeldJitter.IsCrossedBy(held.Jitter) && !limits.HeldDigits.IsCrossedBy(held.Digits))
        {
            Evidence records = limits.HeldRecords.Judge("records in a row with bit-identical train_loss", held.Count, loss.Name, held.FirstStep, held.LastStep);
            if (records.CrossesLimit)
                return artifacts.Found(Code, Severity.Medium, 0.75, $"train_loss is the same to the last digit at {Significant.Text(held.Count)} records in a row, steps {TrainingReport.Step(held.FirstStep)} to {TrainingReport.Step(held.LastStep)}; before that it moved by {TrainingReport.Percent(held.Jitter)} from record to record, and the learning rate was not taken away. A loss over new batches does not repeat itself: the logger kept the last finite value.", records);
        }

        return Looked(artifacts, cancellationToken) is { Length: > 0 } looks ? artifacts.Clean(looks) : TrainingReport.Lacks("nan_count or grad_norm");
    }

    private static MetricSeries[] Inner(TrainingArtifacts artifacts) => [.. artifacts.Metrics.Series.Where(s => s.Name == "nan_count" || InnerWords.Any(w => s.Name.Split('_', '/', '.', '-', ' ').Contains(w, StringComparer.OrdinalIgnoreCase)))];

    private Evidence[] Looked(TrainingArtifacts artifacts, CancellationToken cancellationToken)
        => [.. Inner(artifacts).Select(s => limits.MaskedPoints.Judge(s.Name == "nan_count" ? "points with a nan_count above 0 while train_loss is finite" : $"points of {s.Name} that are NaN or infinite while train_loss is finite", Odd(s, cancellationToken), s.Name))];

    // A loss scaler in half precision tries larger scales and skips the steps that overflow: a few of them are its way of working.
    private Evidence[] Masked(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        Evidence[] crossing = [.. Looked(artifacts, cancellationToken).Where(e => e.CrossesLimit)];
        if (!IsHalfPrecision(new RawSettings(artifacts.Parameters))) return crossing;
        return [.. crossing.Where(e => limits.ScalerShare.IsCrossedBy(e.Value / artifacts.Metrics.Find(e.Series!)!.Count))];
    }

    private static bool IsHalfPrecision(RawSettings settings)
    {
        if (settings.Truth("fp16", "use_fp16", "amp", "use_amp", "mixed_precision", "half") == true) return true;
        return settings.Find("precision", "mixed_precision", "dtype", "amp_dtype") is { Text: var text } && !text.Contains("bf", StringComparison.OrdinalIgnoreCase) && text.Contains("16", StringComparison.Ordinal);
    }

    private static int Odd(MetricSeries series, CancellationToken cancellationToken)
    {
        MetricSeries finite = series.Finite(cancellationToken);
        int odd = series.Count - finite.Count;
        if (series.Name != "nan_count") return odd;
        foreach (double value in finite.Values) odd += value > 0 ? 1 : 0;
        return odd;
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points with a sign of non-finite numbers beside a finite loss.</summary>
        public Limit MaskedPoints { get; init; } = Limit.AtMost(
            0, TrainingReport.Points, 0, 1000, "A number that is not finite was computed in a step that counts as good.", "IEEE 754");

        /// <summary>Share of such points up to which a loss scaler explains them.</summary>
        public Limit ScalerShare { get; init; } = Limit.AtMost(
            0.05, "fraction", 0, 1, "Where half precision is declared, a loss scaler skips a few steps by design.", "Micikevicius et al. 2018: one step in two thousand once the scale has settled; a twentieth leaves room for short logs");

        /// <summary>Gradient norm just before it was exactly 0, over its median.</summary>
        public Limit LastNorm { get; init; } = Limit.AtLeast(
            0.1, "ratio", 0, 1, "A norm that fades away is rounded to 0 at last; one that stood near its usual size is not.", "a decade below the median: a fade to the last of four decimals ends far below");

        /// <summary>Records in a row with the same loss.</summary>
        public Limit HeldRecords { get; init; } = Limit.AtMost(
            2, TrainingReport.Points, 1, 1000, "A loss over new batches repeats itself by chance twice at most.", "with a jitter of 0.05 % and six digits logged, three equal records have a chance below one in ten thousand");

        /// <summary>How far the loss moved from record to record before it stood still, over its level.</summary>
        public Limit HeldJitter { get; init; } = Limit.AtLeast(
            0.0005, "ratio", 0, 1, "The loss moved by more than the last digits, so that standing still is no rounding.", "500 units of the sixth digit");

        /// <summary>The same move in units of the last digit that is logged.</summary>
        public Limit HeldDigits { get; init; } = Limit.AtLeast(
            50, "units of the last digit", 1, 1e6, "Coarse rounding makes a loss repeat itself.", "with moves of 50 units two equal neighbours have a chance of about one in a hundred, three of one in ten thousand");
    }
}
