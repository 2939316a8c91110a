using DeepFix.Artifacts;
using DeepFix.Detectors.Training;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Detectors.Training;

public sealed class MetricLoggingBugTests
{
    private static readonly MetricLoggingBug Detector = new();
    private static readonly TrainingArtifacts TooGood = Some.HealthyRun.With("val_accuracy", Curves.Line(0.5, 1.2, 20));
    private static readonly TrainingArtifacts Copied = Some.HealthyRun.With("val_loss", Some.HealthyRun.Metrics.TrainLoss!.Values.ToArray());
    private static readonly TrainingArtifacts Frozen = Some.HealthyRun.With("train_accuracy", Curves.Line(0.62, 0.62, 40));
    private static readonly TrainingArtifacts Zeroed = Some.HealthyRun.With("train_loss", [.. Curves.Line(2, 1.5, 10), 0, .. Curves.Line(1.5, 1, 10)]);

    [Fact]
    public void Values_that_no_measurement_gives_are_named()
    {
        Detector.Found(TooGood).Severity.ShouldBe(Severity.Medium);
        Detector.Found(Some.HealthyRun.With("val_r2", [0.1, 1.3, 0.5]));
        Detector.Found(Some.HealthyRun.With("val_loss", [1, 0.5, -0.2]).Declaring(new TrainingParameters { LossFunction = "CrossEntropyLoss" }));
        Detector.Clean(Some.HealthyRun.With("val_loss", [1, 0.5, -0.2]).Declaring(new TrainingParameters { LossFunction = "GaussianNLLLoss" }));
        Detector.Clean(Some.HealthyRun.With("val_r2", [-3, 0.5, 0.9]));
        Detector.Clean(Some.HealthyRun);
        Detector.NotAssessable(Some.Run);
    }

    [Fact]
    public void A_count_of_right_predictions_is_no_accuracy_but_a_percentage_is()
    {
        Detector.Found(Parsed("step,epoch,train_loss,train_accuracy\n1,0,3,210\n2,1,2,350\n3,2,1,380\n")).Description.ShouldContain("210 at step 1");
        Detector.Clean(Parsed("step,epoch,train_loss,train_accuracy\n1,0,3,51\n2,1,2,75\n3,2,1,91\n"));
        Detector.Clean(Parsed("step,epoch,train_loss,val_accuracy\n1,0,3,-1.5\n2,1,2,0.2\n3,2,1,0.6\n"));
    }

    [Fact]
    public void Columns_that_are_copies_are_named_and_equal_first_values_are_not()
    {
        Detector.Found(Copied).Description.ShouldContain("same to the last digit");
        double[] half = [.. Some.HealthyRun.Metrics.TrainLoss!.Values.ToArray().Take(20), .. Some.HealthyRun.Metrics.ValLoss!.Values.ToArray().Skip(20)];
        Detector.Clean(Some.HealthyRun.With("val_loss", half));
        Detector.Clean(Some.HealthyRun.With("train_accuracy", Curves.Line(1, 1, 20)).With("val_accuracy", Curves.Line(1, 1, 20)));
    }

    [Fact]
    public void A_score_that_stands_still_while_the_loss_falls_is_named_unless_one_class_explains_it()
    {
        Detector.Found(Frozen).Description.ShouldContain("0.62");
        Detector.Found(Some.HealthyRun.With("val_loss", Curves.Line(1.5, 1.5, 40))).Description.ShouldContain("train_loss");
        Detector.Clean(Frozen.WithFacts(Frozen.Facts with { TrainMajorityShare = 0.625 }));
        Detector.Clean(Frozen.With("val_max_class_share", Curves.Line(1, 1, 40)));
        Detector.Clean(Some.HealthyRun.With("train_accuracy", Curves.Line(1, 1, 40)));
        Detector.Clean(Some.HealthyRun.With("val_accuracy", Curves.Line(0.62, 0.62, 40)).WithFacts(Some.HealthyRun.Facts with { ValRows = 30 }).With("val_loss", Curves.Line(2, 1, 40)));
        Detector.Clean(Some.HealthyRun.With("train_accuracy", Curves.Line(0.62, 0.62, 40)).With("train_loss", Curves.Line(2, 1.9, 40)));
    }

    [Fact]
    public void A_single_zero_among_losses_is_named_and_a_loss_that_reaches_zero_is_not()
    {
        Detector.Found(Zeroed).Severity.ShouldBe(Severity.Low);
        Detector.Clean(Some.HealthyRun.With("train_loss", [.. Curves.Line(2, 0.001, 20), 0, 0, 0]));
    }

    [Theory]
    [InlineData("1,0 2,1 4,3 3,2 5,4 6,5", true)]
    [InlineData("1,0 2,0 3,0 1,1 2,1 3,1 1,2 2,2 3,2", true)]
    [InlineData("1,0 2,1 3,2 1,0 2,1 3,2 4,3", true)]
    [InlineData("1,0 2,1 3,2 4,3 3,2 4,3 5,4", false)]
    [InlineData("1,0 2,1 3,2 4,3 5,4 6,5", false)]
    [InlineData("1,0 2,3 3,1 4,5 5,2 6,7", true)]
    [InlineData("1,0 2,1 3,2 4,0 5,1 6,2", false)]
    public void Steps_that_go_back_are_named_unless_a_session_was_resumed(string rows, bool isFault)
    {
        TrainingArtifacts run = Parsed("step,epoch,train_loss\n" + string.Concat(rows.Split(' ').Select((r, i) => FormattableString.Invariant($"{r},{3 - (0.2 * i)}\n"))));
        if (isFault) Detector.Found(run).Severity.ShouldBe(Severity.Low);
        else Detector.Clean(run);
    }

    [Fact]
    public void A_share_below_guessing_beside_a_falling_loss_is_no_accuracy()
    {
        Detector.Found(Parsed("step,epoch,train_loss,train_accuracy\n" + string.Concat(Enumerable.Range(0, 10).Select(i => FormattableString.Invariant($"{i},{i},{2 - (0.1 * i)},{1 + (0.08 * i)}\n"))), "num_classes: 10\n")).Description.ShouldContain("guessing");
        Detector.Clean(Some.HealthyRun.With("train_accuracy", Curves.Line(0.05, 0.09, 40)));
    }

    [Fact]
    public void The_verdict_turns_on_each_limit()
    {
        var limits = new MetricLoggingBug.Limits();
        MetricLoggingBug Make(MetricLoggingBug.Limits l) => new(l);
        Copied.TurnOn(limits, Make, l => l with { FewestPoints = l.FewestPoints.At(100) });
        TooGood.TurnOn(limits, Make, l => l with { ImpossiblePoints = l.ImpossiblePoints.At(20) });
        Copied.TurnOn(limits, Make, l => l with { IdenticalShare = l.IdenticalShare.At(1) });
        Frozen.TurnOn(limits, Make, l => l with { LossFall = l.LossFall.At(1) });
        Frozen.WithFacts(TaskFacts.Unknown).TurnOn(limits, Make, l => l with { LossFallUnknown = l.LossFallUnknown.At(1) });
        Zeroed.TurnOn(limits, Make, l => l with { ZeroPoints = l.ZeroPoints.At(1) });
        (Some.HealthyRun with { StepOrder = StepOrder.Scattered }).TurnOn(limits, Make, l => l with { StepsBack = l.StepsBack.At(1) });
        Some.HealthyRun.With("train_accuracy", Curves.Line(0.01, 0.02, 40)).TurnOn(limits, Make, l => l with { ChanceShare = l.ChanceShare.At(0.1) });
    }

    private static TrainingArtifacts Parsed(string csv, string? metadata = null)
        => ArtifactParser.Parse(SomeRecord.Run([SomeRecord.File("training_artifacts/metrics.csv", csv), .. metadata is null ? Array.Empty<RunFile>() : [SomeRecord.File("dataset/metadata.yaml", metadata)]]), cancellationToken: TestContext.Current.CancellationToken).Training!;
}
