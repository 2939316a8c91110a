namespace DeepFix.Verification.Measures;

/// <summary>Every measure that a result may state, with the rule to compute it again. A new measure is a line in one of the lists.</summary>
internal static class AllMeasures
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        .. BrokenNumbers.Rules,
        .. LossCourse.Rules,
        .. ValidationCourse.Rules,
        .. Scores.Rules,
        .. Settings.Rules,
        .. Gradients.Rules,
        .. Layers.Rules,
        .. FirstSteps.Rules,
        .. SoftmaxFloor.Rules,
        .. Outputs.Rules,
        .. DeclaredAgainstLogged.Rules,
        .. DeclaredSettings.Rules,
        .. RowsOfScore.Rules,
        .. RateSchedule.Rules,
        .. StoppingRules.Rules,
        .. OddRecords.Rules,
        .. Jumps.Rules,
        .. Signs.Rules,
        .. Labels.Rules,
        .. DataCounts.Rules,
        .. DataShapes.Rules,
        .. DataDrift.Rules,
        .. CheckCounts.Rules,
        .. CheckScores.Rules,
        .. EarlierRunsOfExperiment.Rules,
    ];

    /// <summary>The rules that speak of an evidence's measure.</summary>
    public static IEnumerable<(MeasureRule Rule, Stated Stated)> Of(Evidence item)
        => Rules.Select(r => (Rule: r, Stated: r.Match(item))).Where(m => m.Stated is not null).Select(m => (m.Rule, m.Stated!));
}
