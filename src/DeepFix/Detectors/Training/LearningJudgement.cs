namespace DeepFix.Detectors.Training;

/// <summary>The measures that several detectors hold their own limits against.</summary>
internal static class LearningJudgement
{
    /// <summary>How far the model got.</summary>
    public static Evidence JudgeAttained(this Limit limit, Learning learning)
        => limit.Judge(
            $"final {learning.ScoreName}, the better of training and validation, from chance (0) to perfect (1)", Math.Max(learning.Score ?? 0, -1e6), learning.ScoreName, learning.Loss.Step(learning.Loss.EndFrom), learning.Loss.LastStep);

    /// <summary>How much of the fall came late.</summary>
    public static Evidence JudgeLateShare(this Limit limit, Learning learning)
        => limit.Judge("fall of train_loss over these points, scaled to a quarter of the run, over its whole fall", learning.LateShare, learning.Loss.Name, learning.Loss.Step(learning.QuarterFrom), learning.Loss.LastStep);

    /// <summary>Whether the loss still fell.</summary>
    public static Evidence JudgeLateTrend(this Limit limit, Learning learning)
        => limit.Judge("trend of train_loss over the second half, of at least six points (Mann-Kendall)", learning.LateTrend, learning.Loss.Name, learning.Loss.Step(learning.Loss.TrendFrom), learning.Loss.LastStep);
}
