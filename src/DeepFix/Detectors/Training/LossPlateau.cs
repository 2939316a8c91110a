using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>After some learning the training loss is equivalent to constant for a large part of the run while it is far from attainable.</summary>
public sealed class LossPlateau(LossPlateau.Limits limits) : Detector<TrainingArtifacts>
{
    /// <summary>With the default limits.</summary>
    public LossPlateau() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.LossPlateau;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.Attained, limits.TotalFall, limits.LateChange];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["train_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        if (Learning.Of(artifacts, limits.FewestPoints, cancellationToken) is not { } learning) return Learning.Missing(artifacts, limits.FewestPoints, cancellationToken);
        Curve loss = learning.Loss;
        double level = Math.Abs(loss.Smooth[0]);
        if (level == 0) return new Detection.NotAssessable("train_loss begins at 0: there is no level to compare its change with.", "Log a loss that measures the distance from the goal.");
        Trend late = loss.Late.Trend;
        double most = Math.Max(Math.Abs(late.Low), Math.Abs(late.High)) * (late.Points - 1);
        Evidence change = limits.LateChange.Judge("largest change of train_loss over its second half that its trend allows, over its first level", most / level, loss.Name, loss.Step(learning.HalfFrom), loss.LastStep);
        double fall = (loss.Smooth[0] - loss.Smooth[Smoothing.IndexOfMinimum(loss.Smooth)]) / level;
        Evidence total = limits.TotalFall.Judge("fall of train_loss from its first level to its minimum, over that level", Math.Clamp(fall, -1e6, 1e6), loss.Name, loss.Step(0), loss.LastStep);
        Evidence? attained = learning.Score is null ? null : limits.Attained.JudgeAttained(learning);
        bool far = attained?.CrossesLimit ?? total.CrossesLimit;
        Evidence[] items = [change, total, .. attained is null ? [] : new[] { attained }];
        if (!far || change.CrossesLimit) return artifacts.Clean(items);
        string text = $"train_loss does not move in the second half of the run: {Significant.Text(Order.Median(loss.Values[learning.HalfFrom..]))} from {loss.Place(learning.HalfFrom)} to {loss.Place(loss.Count - 1)}, with a change of at most {TrainingReport.Percent(most / level)} of its first level. "
            + (attained is null ? $"In the whole run it fell by only {TrainingReport.Percent(fall)}." : $"{learning.ScoreName} has come only {TrainingReport.Percent(Math.Max(0, attained.Value))} of the way from chance to perfect, so it is not flat for being done.");
        bool isSure = attained is not null && learning.IsTrainingScored;
        if (attained is not null && !isSure) text += " How well the training rows are learnt is not known: only validation rows were scored.";
        return artifacts.Found(Code, isSure ? Severity.Medium : Severity.Low, isSure ? 0.85 : 0.65, text, items);
    }

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which the curve shows nothing.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            6, TrainingReport.Points, 4, 1000, "With fewer points training has hardly begun.", "three points of end beside those of start");

        /// <summary>Final score, the better of training and validation, from chance (0) to perfect (1).</summary>
        public Limit Attained { get; init; } = Limit.AtLeast(
            0.45, "fraction", 0, 1, "Much was left to learn, so that learning on would pay.", "healthy runs on ten tasks, the noisiest of which allows 0.5 to 0.65");

        /// <summary>Fall of training loss in the whole run, where no score is known.</summary>
        public Limit TotalFall { get; init; } = Limit.AtLeast(
            0.1, "ratio", 0, 1, "Hardly anything was learnt, so the flat end is not the end of learning.", "effect: a tenth of the level");

        /// <summary>Largest change over the second half that the interval of the trend allows.</summary>
        public Limit LateChange { get; init; } = Limit.AtMost(
            0.03, "ratio", 0, 1, "The loss is not equivalent to constant.", "two one-sided tests (Schuirmann 1987) with a margin of 3 % of the level");
    }
}
