using DeepFix.Artifacts;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>Runs that get nowhere, or not far enough.</summary>
internal static class SlowRuns
{
    private static readonly TaskFacts TenClasses = new() { TaskType = "classification", NumClasses = 10, TrainRows = 500, ValRows = 200, TrainMajorityShare = 0.1, ValMajorityShare = 0.1 };

    /// <summary>A loss that falls in a straight line and ends at a third of the way.</summary>
    public static TrainingArtifacts Straight { get; } = Some.Run
        .With("train_loss", Curves.Line(2.3, 1.6, 20).Noisy(0.002))
        .With("val_loss", Curves.Line(2.3, 1.65, 20).Noisy(0.002, 2))
        .With("train_accuracy", Curves.Line(0.1, 0.4, 20))
        .With("val_accuracy", Curves.Line(0.1, 0.4, 20))
        .WithFacts(TenClasses);

    /// <summary>The same at a hundredth of Adam's usual rate.</summary>
    public static TrainingArtifacts AtLowRate { get; } = Straight.Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 1e-5 });

    /// <summary>A loss that stays at its first level, with scores at chance.</summary>
    public static TrainingArtifacts Stuck { get; } = Some.Run
        .With("train_loss", Curves.Line(2.303, 2.302, 20).Noisy(0.0005))
        .With("val_loss", Curves.Line(2.303, 2.303, 20))
        .With("train_accuracy", Curves.Line(0.1, 0.11, 20))
        .With("val_accuracy", Curves.Line(0.1, 0.1, 20))
        .WithFacts(TenClasses);
}
