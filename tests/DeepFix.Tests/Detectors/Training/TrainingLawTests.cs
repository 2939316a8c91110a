using CsCheck;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Knowledge;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>What holds for every training detector.</summary>
public sealed class TrainingLawTests
{
    private static readonly TrainingArtifacts[] Runs =
    [
        Some.HealthyRun, SlowRuns.Straight, SlowRuns.AtLowRate, SlowRuns.Stuck,
        Some.HealthyRun.With("val_loss", Curves.Fall(2.3, 0.8, 15).Then(Curves.Line(0.85, 1.6, 25)).Noisy(0.01)),
        Some.Run.With("train_loss", Curves.Fall(2, 0.8, 15).Then(Curves.Line(0.9, 1.9, 25)).Noisy(0.01)),
        Some.HealthyRun.With("train_loss", Curves.Fall(2.3, 1, 20).Then([double.NaN, double.NaN])),
    ];

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<double> Value = Gen.Frequency((8, Gen.Double[-10, 10]), (1, OneOf(0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity)), (1, Gen.Double));
    private static readonly string[] Names =
        ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate", "grad_norm", "grad_norm/a", "grad_norm/b", "update_ratio", "dead_unit_fraction", "nan_count", "val_max_class_share"];

    private static readonly Gen<TrainingArtifacts> Anything =
        from columns in Gen.Select(OneOf(Names), Value.Array[0, 40]).Array[0, 8]
        from facts in OneOf(TaskFacts.Unknown, Some.HealthyRun.Facts, Some.HealthyRun.Facts with { NumClasses = 1, ValRows = 0, TrainMajorityShare = 1, ValMajorityShare = 1 })
        from parameters in Gen.Select(OneOf<string?>("Adam", "SGD", "?", null), Value, Value, (optimizer, rate, decay) => new TrainingParameters
        {
            Optimizer = optimizer, LearningRate = rate, Momentum = rate, WeightDecay = decay, DropoutRate = decay, BatchSize = 8, LossFunction = "NLLLoss",
        })
        select columns.Aggregate(Some.Run.WithFacts(facts).Declaring(parameters), (run, column) => run.With(column.Item1, column.Item2));

    public static TheoryData<string> All => [.. DetectorCatalog.Training.Select(d => d.Code)];

    /// <summary>All but the one that knows the floor of a loss in nats.</summary>
    public static TheoryData<string> UnitFree => [.. DetectorCatalog.Training.Select(d => d.Code).Where(c => c != Codes.RedundantSoftmax)];

    [Fact]
    public void Every_training_detector_is_listed_once()
    {
        Type[] written = [.. typeof(Detector).Assembly.GetTypes().Where(t => t is { IsAbstract: false, Namespace: "DeepFix.Detectors.Training" } && t.IsSubclassOf(typeof(Detector<TrainingArtifacts>)))];
        DetectorCatalog.Training.Select(d => d.GetType()).Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))).ShouldBe(written.OrderBy(t => t.Name, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Has_a_page_limits_and_columns(string code)
    {
        Detector<TrainingArtifacts> detector = Of(code);
        CodePage page = CodePages.Find(code).ShouldNotBeNull();
        page.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeInRange(80, 300);
        detector.AllLimits.ShouldNotBeEmpty();
        detector.AllLimits.Select(l => l.Name).ShouldBeUnique();
        detector.Reads.ShouldNotBeEmpty();
        int declared = detector.GetType().GetNestedType("Limits")!.GetProperties().Count(p => p.PropertyType == typeof(Limit));
        detector.AllLimits.Count.ShouldBe(declared);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Is_silent_on_a_healthy_run(string code) => Of(code).On(Some.HealthyRun).ShouldNotBeOfType<Detection.Found>();

    [Theory]
    [MemberData(nameof(All))]
    public void Never_throws_and_gives_only_finite_evidence(string code)
        => Anything.Sample(run => Of(code).On(run).ShouldNotBeNull(), iter: 150, threads: 1);

    [Theory]
    [MemberData(nameof(UnitFree))]
    public void The_unit_of_the_loss_does_not_matter(string code)
    {
        foreach (TrainingArtifacts run in Runs)
            Of(code).On(run.Changed((s, v) => s.Name is "train_loss" or "val_loss" ? 37 * v : v)).GetType().ShouldBe(Of(code).On(run).GetType());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Half_of_the_epochs_give_no_other_serious_verdict(string code)
    {
        foreach (TrainingArtifacts run in Runs)
        {
            if (Of(code).On(run) is Detection.Found { Findings: [{ Severity: > Severity.Low }] }) Of(code).On(run.Halved()).ShouldBeOfType<Detection.Found>();
            else if (Of(code).On(run.Halved()) is Detection.Found found) found.Findings.ShouldAllBe(f => f.Severity == Severity.Low);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_constant_metric_is_never_called_unstable(string code)
    {
        TrainingArtifacts constant = Some.Run.With("train_loss", Curves.Line(1, 1, 30)).With("val_loss", Curves.Line(1, 1, 30)).With("train_accuracy", Curves.Line(0.9, 0.9, 30)).With("val_accuracy", Curves.Line(0.9, 0.9, 30)).WithFacts(Some.HealthyRun.Facts);
        Of(code).On(constant).ShouldNotBeOfType<Detection.Found>();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_cancelled_analysis_stops(string code)
    {
        double[] many = Curves.Line(2, 1, 20_001);
        TrainingArtifacts run = Names.Aggregate(Some.Run.WithFacts(Some.HealthyRun.Facts).Declaring(new TrainingParameters { LossFunction = "NLLLoss", DropoutRate = 0.9, BatchSize = 4000, Optimizer = "SGD", Momentum = 0 }), (r, name) => r.With(name, many));
        Should.Throw<OperationCanceledException>(() => Of(code).Detect(run, new CancellationToken(canceled: true)));
    }

    private static Detector<TrainingArtifacts> Of(string code) => DetectorCatalog.Training.Single(d => d.Code == code);
}
