namespace DeepFix.Artifacts.Names;

/// <summary>What a metric measures.</summary>
internal enum Quantity
{
    Other,
    Loss,
    Accuracy,
    BalancedAccuracy,
    R2,
    LearningRate,
    GradNorm,
    Epoch,
    Step,
}
