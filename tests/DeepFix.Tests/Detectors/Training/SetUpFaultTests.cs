using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>Faults of the set-up: too few rows, a rate that is cut too soon, tiny batches, rows in order, validation with dropout.</summary>
public sealed class SetUpFaultTests
{
    private static readonly TaskFacts Rows = new() { TaskType = "classification", NumClasses = 10, TrainRows = 500, ValRows = 500 };

    private static readonly TrainingArtifacts FewRows = Some.Run
        .With("train_accuracy", Curves.Fall(0.3, 0.99, 20, 3)).With("val_accuracy", Curves.Fall(0.3, 0.85, 20, 3))
        .WithFacts(Rows with { TrainRows = 150 });

    private static readonly TrainingArtifacts CutShort = Some.Run
        .With("train_loss", new[] { 2.3, 2.0 }.Then(Curves.Line(1.7, 1.68, 18).Noisy(0.01)))
        .With("learning_rate", new[] { 0.01, 0.01 }.Then(Curves.Line(0.0001, 0.0001, 18)))
        .With("train_accuracy", Curves.Fall(0.1, 0.5, 20, 1)).With("val_accuracy", Curves.Fall(0.1, 0.42, 20, 1));

    private static readonly TrainingArtifacts Wandering = Some.Run
        .With("train_loss", Curves.Fall(1, 0.4, 20)).With("val_loss", Curves.Fall(1, 0.5, 10).Then(Curves.Line(0.52, 0.6, 10)))
        .With("learning_rate", Curves.Line(0.008, 0.008, 20))
        .Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0.008, BatchSize = 2 });

    private static readonly TrainingArtifacts Sorted = Some.Run
        .With("train_loss", [2.9, 2.2, 1.9, 1.7]).With("train_accuracy", [0.02, 0.2, 0.3, 0.4])
        .WithFacts(Rows).Declaring(new TrainingParameters { Shuffle = false, LossFunction = "CrossEntropyLoss" });

    private static readonly TrainingArtifacts WithDropout = Some.Run
        .With("train_loss", Curves.Fall(2.3, 0.8, 40).Noisy(0.04)).With("val_loss", Curves.Fall(2.2, 0.76, 40).Noisy(0.04, 2))
        .With("val_accuracy", Curves.Fall(0.2, 0.8, 40).Noisy(0.018, 3))
        .WithFacts(Rows).Declaring(new TrainingParameters { DropoutRate = 0.5 });

    // val_loss lies a seventh below the next train_loss at first, and level with it later.
    private static readonly TrainingArtifacts EarlyLead = WithDropout
        .With("train_loss", Curves.Line(2.3, 2, 13).Then(Curves.Fall(2, 0.8, 27).Noisy(0.04))).With("val_loss", Curves.Line(1.95, 1.7, 13).Then(Curves.Fall(1.95, 0.78, 27).Noisy(0.04, 2)));

    // Unseen rows are answered better than seen ones, by 0.1.
    private static readonly TrainingArtifacts WholeNetwork = WithDropout.With("train_accuracy", Curves.Fall(0.1, 0.7, 40).Noisy(0.01, 4));

    private static readonly Dictionary<string, DetectorCase<TrainingArtifacts>> Cases = new DetectorCase<TrainingArtifacts>[]
    {
        new(new SmallDataset(), FewRows, ("FewestRows", 100, FewRows), ("ScoreGap", 0.2, FewRows), ("GapMultiple", 20, FewRows), ("SureMultiple", 20, FewRows), ("SureRows", 120, FewRows)),
        new(new PrematureLrDecay(), CutShort, ("FewestPoints", 30, CutShort), ("LowRate", 0.005, CutShort), ("ShareAfter", 0.95, CutShort), ("Foregone", 100, CutShort),
            ("FallMultiple", 100, CutShort), ("Slowed", 0.001, CutShort), ("ScoreGap", 0.05, CutShort), ("LossLead", 0.1, CutShort.Without("val_accuracy").With("val_loss", Curves.Line(2.2, 2.1, 20)))),
        new(new BatchSizeTooSmall(), Wandering, ("FewestRows", 2, Wandering), ("NoiseScale", 200, Wandering), ("RateDecay", 1, Wandering), ("Unsettled", 1.5, Wandering)),
        new(new MissingShuffle(), Sorted, ("FirstLoss", 2, Sorted.Without("train_accuracy")), ("MostFirstLoss", 1, Sorted.Without("train_accuracy")), ("FirstAccuracy", -50, Sorted.Without("train_loss"))),
        new(new EvaluationInTrainMode(), WithDropout, ("FewestPoints", 60, WithDropout), ("Dropout", 0.6, WithDropout), ("JitterRatio", 10, WithDropout), ("ValidationLead", 0, WithDropout), ("EarlyLead", -0.1, EarlyLead), ("ScoreJitter", 0.5, WithDropout), ("ScoreLead", 0.2, WholeNetwork), ("ScoreLeadMultiple", 100, WholeNetwork)),
    }.ToDictionary(c => c.Detector.Code);

    public static TheoryData<string> Codes => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_faulty_run_gives_one_finding_of_medium_severity(string code)
    {
        Finding finding = Cases[code].Detector.Found(Cases[code].Faulty);
        finding.Severity.ShouldBe(Severity.Medium);
        finding.Description.ShouldEndWith(".");
        finding.EvidenceItems.Count(e => e.CrossesLimit).ShouldBeGreaterThan(1);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_healthy_run_with_usual_settings_is_clean(string code)
        => Cases[code].Detector.Clean(Some.HealthyRun.With("learning_rate", Curves.Line(0.001, 0.001, 40)).Declaring(new TrainingParameters { Optimizer = "Adam", LearningRate = 0.001, BatchSize = 32, Shuffle = true, DropoutRate = 0.5 }));

    [Theory]
    [MemberData(nameof(Codes))]
    public void An_empty_run_is_not_assessable(string code) => Cases[code].Detector.NotAssessable(Some.Run);

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_verdict_turns_on_each_limit_alone(string code) => Cases[code].ShouldTurnOnEachLimit();

    [Fact]
    public void Few_rows_that_generalise_are_no_small_data_set() => new SmallDataset().Clean(FewRows.With("val_accuracy", Curves.Fall(0.3, 0.98, 20, 3)));

    [Fact]
    public void Few_rows_without_scores_cannot_be_judged() => new SmallDataset().NotAssessable(FewRows.Without("train_accuracy"));

    [Fact]
    public void A_cut_after_the_loss_has_settled_is_due()
        => new PrematureLrDecay().Clean(CutShort.With("train_loss", Curves.Fall(2.3, 0.3, 8, 1).Then(Curves.Line(0.3, 0.3, 22).Noisy(0.01))).With("learning_rate", Curves.Line(0.01, 0.01, 8).Then(Curves.Line(0.001, 0.001, 22))));

    [Fact]
    public void A_cut_at_which_the_loss_drops_and_goes_on_falling_is_due()
        => new PrematureLrDecay().Clean(CutShort.With("train_loss", Curves.Line(2.6, 2.5, 8).Then(Curves.Line(2.2, 1.7, 22))).With("learning_rate", Curves.Line(0.01, 0.01, 8).Then(Curves.Line(0.001, 0.001, 22))));

    [Fact]
    public void A_cut_without_any_validation_is_worth_a_mention_only()
    {
        new PrematureLrDecay().Found(CutShort.Without("train_accuracy", "val_accuracy")).Severity.ShouldBe(Severity.Low);
        new PrematureLrDecay().Found(CutShort.Without("train_accuracy").With("val_loss", Curves.Line(2.2, 1.8, 20))).Severity.ShouldBe(Severity.Medium);
    }

    [Fact]
    public void A_loss_in_another_unit_does_not_show_the_order_of_rows()
        => new MissingShuffle().Found(Sorted.Without("train_accuracy").With("train_loss", [81, 60, 40, 30])).Severity.ShouldBe(Severity.Low);

    [Fact]
    public void A_rate_that_rises_again_is_not_cut()
        => new PrematureLrDecay().Clean(CutShort.With("learning_rate", new[] { 0.01, 0.01 }.Then(Curves.Line(0.0001, 0.0001, 17)).Then([0.01])));

    [Fact]
    public void A_rate_that_was_not_logged_cannot_be_seen_to_fall() => new PrematureLrDecay().NotAssessable(CutShort.Without("learning_rate"));

    [Fact]
    public void Tiny_batches_at_a_rate_that_fits_them_are_no_fault()
    {
        new BatchSizeTooSmall().Clean(Wandering.With("learning_rate", Curves.Line(0.0005, 0.0005, 20)));
        new BatchSizeTooSmall().Clean(Wandering.With("learning_rate", Curves.Line(0.008, 0.0004, 20)));
        new BatchSizeTooSmall().Clean(Wandering.With("val_loss", Curves.Fall(1, 0.5, 20)));
    }

    [Fact]
    public void A_loss_that_tiny_batches_lose_altogether_is_unsettled_too()
    {
        new BatchSizeTooSmall().Found(Wandering.With("val_loss", [1, 5, 1e9, double.NaN, double.NaN])).Description.ShouldContain("without a finite value");
        new BatchSizeTooSmall().Found(Wandering.Without("learning_rate").Declaring(Wandering.Parameters with { Scheduler = "none" })).Severity.ShouldBe(Severity.Medium);
        new BatchSizeTooSmall().NotAssessable(Wandering.Without("learning_rate"));
        new BatchSizeTooSmall().Clean(Wandering.Without("learning_rate").Declaring(Wandering.Parameters with { Scheduler = "CosineAnnealingLR" }));
        new BatchSizeTooSmall().NotAssessable(Wandering.Declaring(new TrainingParameters { BatchSize = 2 }));
        new BatchSizeTooSmall().NotAssessable(Wandering.Without("val_loss", "train_loss"));
    }

    [Fact]
    public void Rows_that_are_not_shuffled_but_start_at_a_guess_are_worth_a_mention_only()
        => new MissingShuffle().Found(Sorted.With("train_loss", [2.2, 1.5, 1, 0.8]).With("train_accuracy", [0.2, 0.4, 0.6, 0.7])).Severity.ShouldBe(Severity.Low);

    [Fact]
    public void Order_shows_in_classification_only() => new MissingShuffle().NotAssessable(Sorted.WithFacts(new TaskFacts { TaskType = "regression" }));

    [Fact]
    public void Validation_that_leads_a_training_loss_with_dropout_is_evaluated_well()
        => new EvaluationInTrainMode().Clean(WithDropout.With("val_loss", Curves.Fall(2.2, 0.5, 40).Noisy(0.04, 2)));

    [Fact]
    public void Validation_that_had_its_lead_at_first_has_lost_it_to_what_was_learnt_by_heart()
    {
        new EvaluationInTrainMode().Found(EarlyLead).EvidenceItems.Single(e => e.Measure.Contains("first third", StringComparison.Ordinal)).Value.ShouldBe(-0.142, 0.002);
        new EvaluationInTrainMode().Clean(EarlyLead.With("val_loss", Curves.Line(1.7, 1.5, 13).Then(Curves.Fall(1.95, 0.78, 27).Noisy(0.04, 2))));
    }

    [Fact]
    public void Weights_that_wander_are_no_dropout()
        => new EvaluationInTrainMode().Clean(WithDropout.With("val_accuracy", Curves.Fall(0.2, 0.8, 40).Noisy(0.08, 3)));

    [Fact]
    public void Unseen_rows_that_are_answered_better_were_answered_by_the_whole_network() => new EvaluationInTrainMode().Clean(WholeNetwork);

    [Fact]
    public void Without_rows_or_losses_dropout_in_validation_cannot_be_judged()
    {
        new EvaluationInTrainMode().NotAssessable(WithDropout.WithFacts(TaskFacts.Unknown));
        new EvaluationInTrainMode().NotAssessable(WithDropout.Without("val_loss"));
        new EvaluationInTrainMode().NotAssessable(WithDropout.Without("train_loss"));
        new EvaluationInTrainMode().NotAssessable(WithDropout.With("train_loss", [1, 0.9]));
    }
}
