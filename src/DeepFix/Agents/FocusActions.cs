namespace DeepFix.Agents;

/// <summary>Which actions serve which focus of the request.</summary>
internal static class FocusActions
{
    /// <summary>Whether the action serves the focus.</summary>
    public static bool Serves(string focus, string action) => focus switch
    {
        "overfitting" or "generalization" => action is Actions.EarlyStopping or Actions.AddRegularization or Actions.AddData or Actions.DecreaseCapacity or Actions.MatchDistributions or Actions.FixSplit,
        "underfitting" or "performance" => action is Actions.IncreaseCapacity or Actions.ReduceRegularization or Actions.TrainLonger or Actions.IncreaseLearningRate or Actions.ChangeActivation,
        "convergence" => action is Actions.IncreaseLearningRate or Actions.ChangeOptimizer or Actions.FixLrSchedule or Actions.AddLrSchedule or Actions.TrainLonger or Actions.NormalizeInputs,
        "stability" => action is Actions.DecreaseLearningRate or Actions.ClipGradients or Actions.FixInitialization or Actions.AddNormalization or Actions.IncreaseBatchSize,
        "data_quality" => action is Actions.FixLabels or Actions.RemoveDuplicates or Actions.FillMissingValues or Actions.CleanValues or Actions.RemoveFeatures or Actions.RebalanceClasses or Actions.RemoveTargetLeak,
        _ => false,
    };
}
