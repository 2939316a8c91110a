using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>The lead of the training score (accuracy, else R²) over the validation score.</summary>
/// <param name="Training">Training score.</param>
/// <param name="Validation">Validation score.</param>
/// <param name="FirstGap">Lead at the first point, 0 where validation led.</param>
/// <param name="Deviation">Standard deviation of the validation score at one point.</param>
internal sealed record ScoreGap(Curve Training, Curve Validation, double FirstGap, double Deviation)
{
    /// <summary>Lead at the end.</summary>
    public double Gap => Training.End - Validation.End;

    /// <summary>Growth of the lead in standard deviations of the validation score.</summary>
    public double GrowthMultiple => Deviation > 0 ? Math.Clamp((Gap - FirstGap) / Deviation, -1e6, 1e6) : Gap > FirstGap ? 1e6 : 0;

    /// <summary>Measures the pair that was logged; null where there is none of at least three points each.</summary>
    public static ScoreGap? Of(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        foreach ((string training, string validation) in (ReadOnlySpan<(string, string)>)[("train_accuracy", "val_accuracy"), ("train_r2", "val_r2")])
        {
            if (Curve.Of(artifacts.Metrics.FindToTheEnd(training), cancellationToken) is not { Count: > 2 } seen) continue;
            if (Curve.Of(artifacts.Metrics.FindToTheEnd(validation), cancellationToken) is not { Count: > 2 } unseen) continue;
            double noise = unseen.NoiseFrom(0);
            double deviation = artifacts.Facts.ValRows is { } rows && training == "train_accuracy" ? Math.Max(Proportion.Deviation(Math.Clamp(unseen.End, 0, 1), rows), noise / 2) : noise;
            return new ScoreGap(seen, unseen, Math.Max(0, seen.Smooth[0] - unseen.Smooth[0]), deviation);
        }

        return null;
    }
}
