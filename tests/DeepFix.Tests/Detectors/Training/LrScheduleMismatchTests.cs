using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

public sealed class LrScheduleMismatchTests
{
    private static readonly double[] Constant = Curves.Line(0.01, 0.01, 20);
    private static readonly double[] Cosine = Annealed(20, 20);
    private static readonly double[] Stepped = [.. Enumerable.Range(0, 20).Select(i => 0.01 * Math.Pow(0.1, i / 8))];
    private static readonly double[] Warmed = [.. Enumerable.Range(1, 4).Select(i => 0.01 * i / 4), .. Annealed(16, 16)];

    public static TheoryData<string, string> Contradictions => new()
    {
        { "none", "cosine" }, { "CosineAnnealingLR", "constant" }, { "cosine", "stepped" }, { "cosine", "cosine too short" }, { "cosine", "cosine too long" }, { "StepLR", "cosine" }, { "StepLR step_size=5", "constant" },
        { "StepLR", "constant" }, { "MultiStepLR milestones=[5, 10]", "constant" }, { "ReduceLROnPlateau", "cosine" }, { "ReduceLROnPlateau", "rising" }, { "OneCycleLR", "cosine" }, { "OneCycleLR", "constant" }, { "OneCycleLR", "rising" },
        { "ExponentialLR", "constant" }, { "linear", "constant" }, { "polynomial", "stepped" }, { "CosineAnnealingWarmRestarts", "constant" }, { "inverse_sqrt", "constant" }, { "constant_with_warmup", "cosine" },
        { "cosine warmup_epochs=4", "cosine" }, { "constant warmup_epochs=4", "constant" }, { "CyclicLR", "constant" }, { "get_cosine_schedule_with_warmup", "constant" },
    };

    public static TheoryData<string, string> Agreements => new()
    {
        { "none", "constant" }, { "CosineAnnealingLR", "cosine" }, { "cosine warmup_epochs=4", "warmed" }, { "cosine", "warmed" }, { "get_cosine_schedule_with_warmup", "warmed" }, { "StepLR", "stepped" }, { "StepLR step_size=30", "constant" },
        { "MultiStepLR", "stepped" }, { "ReduceLROnPlateau", "constant" }, { "ReduceLROnPlateau", "stepped" }, { "OneCycleLR", "warmed" }, { "ExponentialLR", "exponential" }, { "StepLR", "exponential" }, { "linear", "linear" },
        { "CosineAnnealingWarmRestarts", "cosine too short" }, { "cosine num_cycles=2", "cosine too short" }, { "constant_with_warmup", "warmed constant" }, { "constant warmup_epochs=4", "warmed constant" },
        { "CosineAnnealingLR eta_min=0.008", "cosine too long" }, { "cosine", "early part" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_rate_that_its_schedule_does_not_allow_is_named(string declared, string logged) => new LrScheduleMismatch().Found(Run(declared, logged)).Description.ShouldContain(declared.Split(' ')[0]);

    [Theory]
    [MemberData(nameof(Agreements))]
    public void A_rate_that_its_schedule_allows_is_clean(string declared, string logged) => new LrScheduleMismatch().Clean(Run(declared, logged));

    [Fact]
    public void A_plateau_schedule_that_never_cuts_at_a_plateau_is_named()
    {
        TrainingArtifacts stuck = Run("ReduceLROnPlateau lr_patience=3", "constant").With("train_loss", Flat(1)).With("val_loss", Flat(2));
        new LrScheduleMismatch().Found(stuck).Description.ShouldContain("patience of 3");
        new LrScheduleMismatch().Clean(Run("ReduceLROnPlateau lr_patience=12", "constant").With("train_loss", Flat(1)).With("val_loss", Flat(2)));
        new LrScheduleMismatch().Clean(Run("ReduceLROnPlateau lr_patience=3 min_lr=0.01", "constant").With("train_loss", Flat(1)).With("val_loss", Flat(2)));
        stuck.TurnOn(new LrScheduleMismatch.Limits(), l => new LrScheduleMismatch(l), l => l with { Overdue = l.Overdue.At(10) });
    }

    [Fact]
    public void Without_a_rate_a_name_or_enough_points_there_is_no_verdict()
    {
        new LrScheduleMismatch().NotAssessable(Some.HealthyRun.With("learning_rate", Constant));
        new LrScheduleMismatch().NotAssessable(Some.HealthyRun.Declaring(new TrainingParameters { Scheduler = "cosine" }));
        new LrScheduleMismatch().NotAssessable(Run("my_own_schedule", "constant"));
        new LrScheduleMismatch().NotAssessable(Run("cosine", "constant").With("learning_rate", [0.1, 0.1]));
        new LrScheduleMismatch().NotAssessable(Run("cosine", "constant") with { StepOrder = StepOrder.Resumed });
    }

    [Fact]
    public void The_verdict_turns_on_each_limit()
    {
        var limits = new LrScheduleMismatch.Limits();
        LrScheduleMismatch Make(LrScheduleMismatch.Limits l) => new(l);
        Run("cosine", "constant").TurnOn(limits, Make, l => l with { FewestPoints = l.FewestPoints.At(30) });
        Run("none", "slightly falling").TurnOn(limits, Make, l => l with { ConstantSpread = l.ConstantSpread.At(0.5) });
        Run("ExponentialLR", "slightly falling").TurnOn(limits, Make, l => l with { MovingSpread = l.MovingSpread.At(0.5) });
        Run("cosine", "constant", planned: 200).TurnOn(limits, Make, l => l with { Coverage = l.Coverage.At(0.01) });
        Run("ExponentialLR", "cosine too short").TurnOn(limits, Make, l => l with { RiseAgain = l.RiseAgain.At(1) });
        Run("cosine", "stepped").TurnOn(limits, Make, l => l with { Drops = l.Drops.At(2) });
        Run("StepLR", "cosine").TurnOn(limits, Make, l => l with { ChangedShare = l.ChangedShare.At(1) });
        Run("cosine", "cosine too long").TurnOn(limits, Make, l => l with { EndShare = l.EndShare.At(0.99) });
        Run("OneCycleLR", "cosine").TurnOn(limits, Make, l => l with { WarmupStart = l.WarmupStart.At(1) });
    }

    private static TrainingArtifacts Run(string declared, string logged, int planned = 20)
    {
        string[] parts = declared.Split(' ', 2);
        double[] rates = logged switch
        {
            "constant" => Constant,
            "cosine" => Cosine,
            "stepped" => Stepped,
            "cosine too short" => Annealed(20, 10),
            "cosine too long" => Annealed(20, 60),
            "rising" => Curves.Line(0.001, 0.01, 20),
            "warmed" => Warmed,
            "warmed constant" => [0.0025, 0.005, 0.0075, .. Curves.Line(0.01, 0.01, 17)],
            "exponential" => [.. Enumerable.Range(0, 20).Select(i => 0.01 * Math.Pow(0.95, i))],
            "linear" => Curves.Line(0.01, 0.0005, 20),
            "early part" => Annealed(7, 20),
            _ => Curves.Line(0.01, 0.009, 20),
        };
        Dictionary<string, string> raw = parts.Length == 1 ? [] : (parts[1].Contains('[') ? [parts[1]] : parts[1].Split(' ')).ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1]);
        return Some.HealthyRun.With("learning_rate", rates).With("train_loss", Curves.Line(2, 1, rates.Length)).With("val_loss", Curves.Line(2, 1, rates.Length))
            .Without("train_accuracy", "val_accuracy").Declaring(new TrainingParameters { Scheduler = parts[0], NumEpochs = planned, Raw = raw });
    }

    private static double[] Annealed(int points, int period) => [.. Enumerable.Range(0, points).Select(i => 0.005 * (1 + Math.Cos(Math.PI * i / period)))];

    private static double[] Flat(double level) => [level * 2, level * 1.5, level, .. Curves.Line(level * 1.01, level * 1.02, 17)];
}
