using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Agents;

/// <summary>Reads the signs that curves show.</summary>
internal static class CurveSigns
{
    /// <summary>Shares beyond this say no more than that they are large.</summary>
    private const double MostShare = 2;

    // Evidence is a finite number: ratios to nothing end here.
    private const double MostRatio = 1e6;

    /// <summary>Share of the way from chance to perfect from which a score is no longer called short: noisy tasks end there.</summary>
    private const double Enough = 0.9;

    /// <summary>Fewest points of a curve that has halves.</summary>
    private static readonly Limit Fewest = Limit.AtLeast(4, TrainingReport.Points, 4, 1000, "A half is two points.", "definition");

    /// <summary>The signs of a run's curves; those whose columns were not logged are absent.</summary>
    public static IEnumerable<Sign> Of(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Learning.Of(artifacts, Fewest, cancellationToken) is { } learning)
        {
            foreach (Sign sign in OfTraining(learning)) yield return sign;
        }

        if (ScoreGap.Of(artifacts, cancellationToken) is { } gap) yield return OfGap(gap);
        if (Curve.Of(artifacts.Metrics.ValLoss, cancellationToken) is not { Count: > 3 } validation) yield break;
        yield return OfRise(ValidationRise.Of(validation));
        if (Curve.Of(artifacts.Metrics.TrainLoss, cancellationToken) is { } training && training.First > 0) yield return OfLead(training, validation);
    }

    private static IEnumerable<Sign> OfTraining(Learning learning)
    {
        Curve loss = learning.Loss;
        if (learning.Score is { } score)
        {
            Evidence attained = Learning.NoLimit.JudgeAttained(learning) with { Limit = null, Side = null };
            yield return new Sign(SignNames.Short, Math.Clamp(Enough - score, 0, Enough), attained, $"{learning.ScoreName} has come {TrainingReport.Percent(Math.Max(0, score))} of the way from chance to perfect");
        }

        double fall = loss.Fall;
        if (fall <= 0 || !double.IsFinite(fall)) yield break;
        double half = Math.Clamp((loss.Smooth[learning.HalfFrom] - loss.Smooth[^1]) / fall, -1, 1);
        yield return new Sign(SignNames.HalfFall, half, Measured("fall of train_loss in the second half over its whole fall", half, loss, learning.HalfFrom), $"{TrainingReport.Percent(half)} of the fall of train_loss came in the second half");
        double late = Math.Clamp(learning.LateShare, -1, 1);
        yield return new Sign(SignNames.LateFall, late, Learning.NoLimit.JudgeLateShare(learning) with { Limit = null, Side = null }, $"{TrainingReport.Percent(late)} of the fall of train_loss came in the last quarter");
        double jitter = Math.Min(loss.NoiseFrom(learning.HalfFrom) / fall, MostRatio);
        if (double.IsNaN(jitter)) yield break;
        yield return new Sign(SignNames.Jitter, Math.Min(jitter, 1), Measured("jitter of a point of train_loss in the second half over its whole fall", jitter, loss, learning.HalfFrom), $"train_loss jitters by {TrainingReport.Percent(jitter)} of its fall");
    }

    private static Sign OfGap(ScoreGap gap)
        => new(SignNames.Gap, Math.Clamp(gap.Gap, -1, 1), new Evidence
        {
            Measure = $"lead of {gap.Training.Name} over {gap.Validation.Name} at the end",
            Value = Math.Clamp(gap.Gap, -MostRatio, MostRatio),
            Series = gap.Validation.Name,
            FromStep = gap.Validation.Step(gap.Validation.EndFrom),
            ToStep = gap.Validation.LastStep,
        }, Leads(gap));

    private static string Leads(ScoreGap gap)
    {
        (string ahead, string behind) = gap.Gap >= 0 ? (gap.Training.Name, gap.Validation.Name) : (gap.Validation.Name, gap.Training.Name);
        return $"{ahead} leads {behind} by {Significant.Text(Math.Abs(gap.Gap), 2)} at the end";
    }

    private static Sign OfRise(ValidationRise rise)
    {
        double share = Math.Clamp(rise.OfFall, 0, MostShare);
        return new Sign(SignNames.Rise, share, Measured("rise of val_loss from its smoothed minimum to its end, over its fall from the start", rise.OfFall, rise.Loss, rise.Best), share > 0 ? $"val_loss has risen by {TrainingReport.Percent(share)} of its fall" : "val_loss has not risen");
    }

    private static Sign OfLead(Curve training, Curve validation)
    {
        double lead = Math.Clamp((validation.End - training.End) / training.First, -MostRatio, MostRatio);
        return new Sign(SignNames.LossLead, Math.Clamp(lead, -1, MostShare), Measured("final val_loss less final train_loss, over the first train_loss", lead, validation, validation.EndFrom), $"val_loss ends {TrainingReport.Percent(Math.Abs(lead))} of the first train_loss {(lead >= 0 ? "above" : "below")} train_loss");
    }

    private static Evidence Measured(string measure, double value, Curve curve, int from)
        => TrainingReport.Measured(measure, value, "fraction", curve.Name, curve.Step(from), curve.LastStep);
}
