using System.Globalization;
using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>A logged loss or metric is NaN or infinite. A cell that was not logged is neither.</summary>
public sealed class NanLoss(NanLoss.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public NanLoss() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.NanLoss;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.NonFinitePoints, limits.LostShare];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        List<Breaks> looked = [.. artifacts.Metrics.Series.Where(s => MetricRoles.IsOutcome(s.Name)).Select(s => Breaks.In(s, cancellationToken))];
        if (looked.Count == 0) return TrainingReport.Lacks("train_loss");
        Breaks[] broken = [.. looked.Where(b => limits.NonFinitePoints.IsCrossedBy(b.Count))];
        if (broken.Length == 0) return artifacts.Clean([.. looked.Select(Count)]);
        Breaks worst = broken.FirstOrDefault(b => b.AtEnd) ?? broken.OrderByDescending(b => b.Share).First();
        bool lost = broken.Any(b => b.AtEnd) || limits.LostShare.IsCrossedBy(worst.Share);
        return artifacts.Found(Code, lost ? Severity.High : Severity.Medium, 0.99, Describe(broken, worst), [.. broken.Select(Count), Share(worst)]);
    }

    private Evidence Count(Breaks breaks)
        => limits.NonFinitePoints.Judge($"points of {breaks.Series.Name} that are NaN or infinite", breaks.Count, breaks.Series.Name, breaks.Count > 0 ? breaks.FirstStep : null, breaks.Count > 0 ? breaks.LastStep : null);

    private Evidence Share(Breaks breaks)
        => limits.LostShare.Judge($"share of the points of {breaks.Series.Name} that are NaN or infinite", breaks.Share, breaks.Series.Name);

    private static string Describe(Breaks[] broken, Breaks worst)
    {
        string names = string.Join(", ", broken.Select(b => b.Series.Name));
        string text = string.Create(CultureInfo.InvariantCulture, $"{names} {(broken.Length == 1 ? "is" : "are")} not finite: {worst.Series.Name} first at {worst.FirstPlace}, {worst.Count} of {worst.Series.Count} points in all");
        string end = worst.AtEnd ? ", and it does not come back. The weights are lost from there on." : ", and it comes back afterwards.";
        string before = worst.LastFinite is { } value ? $" The last finite value before it was {Significant.Text(value)}." : " There is no finite value before it.";
        return text + end + before + " Cells that were not logged are not counted.";
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points that may be NaN or infinite.</summary>
        public Limit NonFinitePoints { get; init; } = Limit.AtMost(
            0, TrainingReport.Points, 0, 1000, "A single point that is not a number cannot have been measured.", "IEEE 754: no finite computation gives NaN or infinity");

        /// <summary>Share of non-finite points from which the series says nothing more.</summary>
        public Limit LostShare { get; init; } = Limit.AtMost(
            0.5, "fraction", 0, 1, "More than half of the record is lost, so the run is.", "breakdown point of the median");
    }

    private sealed record Breaks(MetricSeries Series, int Count, long FirstStep, long LastStep, string FirstPlace, double? LastFinite, bool AtEnd)
    {
        public double Share => (double)Count / Series.Count;

        public static Breaks In(MetricSeries series, CancellationToken cancellationToken)
        {
            MetricSeries finite = series.Finite(cancellationToken);
            if (finite.Count == series.Count || series.Count == 0) return new Breaks(series, 0, 0, 0, "", null, AtEnd: false);
            ReadOnlySpan<double> values = series.Values;
            int first = 0, last = values.Length - 1;
            while (double.IsFinite(values[first])) first++;
            while (double.IsFinite(values[last])) last--;
            double epoch = series.Epochs[first];
            string place = double.IsNaN(epoch) ? string.Create(CultureInfo.InvariantCulture, $"step {series.Steps[first]}") : $"epoch {Significant.Text(epoch, 6)}";
            return new Breaks(series, series.Count - finite.Count, series.Steps[first], series.Steps[last], place, first > 0 ? values[first - 1] : null, last == values.Length - 1);
        }
    }
}
