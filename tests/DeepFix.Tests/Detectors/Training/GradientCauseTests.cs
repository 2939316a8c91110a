using DeepFix.Artifacts;
using DeepFix.Detectors.Training;

namespace DeepFix.Tests.Detectors.Training;

/// <summary>Causes that show in gradients, in the norm of the weights and in what is trainable.</summary>
public sealed class GradientCauseTests
{
    private static readonly TrainingParameters HeadOnly = new() { ModelName = "MLP", NumParameters = 9610, NumTrainableParameters = 1290 };
    private static readonly TrainingArtifacts Frozen = SlowRuns.Straight.Declaring(HeadOnly);
    private static readonly TrainingArtifacts Cut = SlowRuns.Straight.With("grad_norm/a", Curves.Line(0, 0, 20)).With("grad_norm/b", Curves.Line(0.5, 0.4, 20));
    private static readonly TrainingArtifacts Summed = Some.HealthyRun.With("grad_norm", Curves.Line(7, 29, 40)).With("grad_norm_max", [12, .. Curves.Line(7.9, 29.2, 39)]);
    private static readonly TrainingParameters Three = new() { HiddenUnits = 64, NumLayers = 3, Activation = "relu" };
    private static readonly TrainingArtifacts Large = SlowRuns.Straight.With("weight_norm", Curves.Line(149, 148, 20)).With("update_ratio", Curves.Line(4e-4, 2e-4, 20)).Declaring(Three);
    private static readonly TrainingArtifacts Tiny = SlowRuns.Straight.With("weight_norm", Curves.Line(0.5, 5, 20)).With("update_ratio", Curves.Line(0.8, 0.01, 20)).Declaring(Three);
    private static readonly TrainingArtifacts Squashed = SlowRuns.Stuck.With("grad_norm/a", Curves.Line(1e-7, 1e-7, 20)).With("grad_norm/b", Curves.Line(0.1, 0.1, 20)).Declaring(new TrainingParameters { Activation = "sigmoid" });

    // Two linear layers without anything between them, on a loss that wanders about its level.
    private static readonly TrainingArtifacts OneMap = Some.Run
        .With("train_loss", Curves.Fall(0.8, 0.68, 10).Then(Curves.Line(0.68, 0.68, 10)).Plus([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 0.01 : -0.01)])).With("train_accuracy", Curves.Line(0.5, 0.64, 20))
        .WithFacts(new TaskFacts { TaskType = "classification", NumClasses = 2, TrainMajorityShare = 0.5 }).Declaring(new TrainingParameters { Activation = "none", Layers = ["Linear", "Linear"] });

    [Fact]
    public void Layers_without_anything_between_them_are_one_map_and_once_settled_the_cause()
    {
        new WrongActivation().Found(OneMap).Severity.ShouldBe(Severity.Medium);
        new WrongActivation().Found(OneMap.With("train_loss", Curves.Line(0.9, 0.6, 20))).Severity.ShouldBe(Severity.Low);
        new WrongActivation().Clean(OneMap.With("train_accuracy", Curves.Line(0.5, 0.9, 20)));
        new WrongActivation().Clean(OneMap.Declaring(new TrainingParameters { Activation = "none", Layers = ["Linear", "ReLU", "Linear"] }));
        new WrongActivation().Clean(OneMap.Declaring(new TrainingParameters { Activation = "none", Layers = ["Linear"] }));
        new WrongActivation().Found(OneMap.Declaring(new TrainingParameters { Activation = "none", Layers = ["Linear", "Linear", "Sigmoid"] }));
        // Activations that are functions stand in no list of layers.
        new WrongActivation().NotAssessable(OneMap.Declaring(new TrainingParameters { Layers = ["Linear", "Linear"] }));
    }

    [Fact]
    public void Where_every_parameter_is_trainable_a_gradient_of_zero_is_no_frozen_layer()
    {
        TrainingArtifacts still = SlowRuns.Stuck.With("val_loss", Curves.Line(2.31, 2.31, 20)).With("grad_norm", Curves.Line(0, 0, 20));
        new FrozenLayers().Found(still);
        new FrozenLayers().Clean(still.Declaring(HeadOnly with { NumTrainableParameters = 9610 }));
        new FrozenLayers().Found(still.With("grad_norm", Curves.Line(1, 1, 20)).Declaring(HeadOnly with { NumTrainableParameters = 9610 })).Description.ShouldContain("does not change");
    }

    [Fact]
    public void Weights_of_zero_are_a_bad_beginning_whatever_is_known_of_the_steps()
        => new BadInitialization().Found(Tiny.With("weight_norm", Curves.Line(0, 0, 20)).Without("update_ratio")).Description.ShouldContain("0 to the last digit");

    [Fact]
    public void Layers_that_get_no_update_are_frozen_where_the_training_rows_stay_unfitted()
    {
        new FrozenLayers().Found(Frozen).Description.ShouldContain("1290 of 9610");
        new FrozenLayers().Found(Frozen).Severity.ShouldBe(Severity.Medium);
        new FrozenLayers().Found(Cut).Description.ShouldContain("The gradient of a is exactly 0");
        new FrozenLayers().Clean(SlowRuns.Straight.Declaring(HeadOnly with { NumTrainableParameters = 9610 }));
        new FrozenLayers().Clean(SlowRuns.Straight.With("grad_norm/a", Curves.Line(1e-7, 1e-7, 20)).With("grad_norm/b", Curves.Line(0.5, 0.4, 20)));
        new FrozenLayers().NotAssessable(SlowRuns.Straight);
        new FrozenLayers().NotAssessable(Some.Run);
        new FrozenLayers().NotAssessable(Some.Run.With("train_loss", [1, 2]));
    }

    [Fact]
    public void A_gradient_of_zero_in_a_layer_that_is_trainable_is_no_frozen_layer()
        => new FrozenLayers().Clean(Cut.Declaring(HeadOnly with { NumTrainableParameters = 9610 }));

    [Fact]
    public void A_frozen_backbone_that_serves_its_purpose_or_is_meant_is_a_note_at_most()
    {
        new FrozenLayers().Found(Frozen.With("train_accuracy", Curves.Line(0.5, 0.99, 20))).Severity.ShouldBe(Severity.Low);
        new FrozenLayers().Found(Frozen.Declaring(HeadOnly with { ModelName = "resnet18" })).Severity.ShouldBe(Severity.Low);
        new FrozenLayers().Found(Frozen.Declaring(HeadOnly with { Raw = new Dictionary<string, string> { ["pretrained"] = "true" } })).Severity.ShouldBe(Severity.Low);
        new FrozenLayers().Found(Frozen.Declaring(HeadOnly with { Raw = new Dictionary<string, string> { ["pretrained"] = "False" } })).Severity.ShouldBe(Severity.Medium);
        new FrozenLayers().Found(Frozen.Without("train_accuracy")).Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public void A_model_that_does_not_change_at_all_is_frozen_whole()
    {
        TrainingArtifacts still = SlowRuns.Stuck.With("val_loss", Curves.Line(2.31, 2.31, 20));
        new FrozenLayers().Found(still).Description.ShouldContain("to the last digit");
        new FrozenLayers().Found(still).Severity.ShouldBe(Severity.Medium);
        new FrozenLayers().Found(still.With("grad_norm", Curves.Line(1, 1, 20))).Severity.ShouldBe(Severity.High);
        new FrozenLayers().Found(SlowRuns.Stuck.With("val_loss", Curves.Line(2.3, 2.2, 20)).Declaring(HeadOnly with { NumTrainableParameters = 0 })).Severity.ShouldBe(Severity.High);
        new FrozenLayers().Found(SlowRuns.Stuck.With("val_loss", Curves.Line(2.3, 2.2, 20)).With("grad_norm", Curves.Line(0, 0, 20))).Description.ShouldContain("grad_norm");
        new FrozenLayers().NotAssessable(SlowRuns.Straight.With("grad_norm", Curves.Line(0, 0, 20)));
    }

    [Fact]
    public void Each_limit_of_frozen_layers_decides()
    {
        var limits = new FrozenLayers.Limits();
        Frozen.TurnOn(limits, l => new FrozenLayers(l), l => l with { FrozenShare = l.FrozenShare.At(0.9) });
        Frozen.TurnOn(limits, l => new FrozenLayers(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        Cut.TurnOn(limits, l => new FrozenLayers(l), l => l with { StillLayers = l.StillLayers.At(1) });
        SlowRuns.Stuck.With("val_loss", Curves.Line(2.31, 2.31, 20)).TurnOn(limits, l => new FrozenLayers(l), l => l with { LossFall = l.LossFall.At(0) });
        new FrozenLayers(limits with { Attained = limits.Attained.At(0.2) }).Found(Frozen).Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public void A_norm_that_grows_and_does_not_feel_single_batches_is_a_sum_that_nobody_clears()
    {
        new MissingZeroGrad().Found(Summed).Severity.ShouldBe(Severity.Medium);
        new MissingZeroGrad().Found(SlowRuns.Stuck.With("grad_norm", Curves.Line(7, 29, 20)).With("grad_norm_max", [12, .. Curves.Line(7.9, 29.2, 19)])).Severity.ShouldBe(Severity.High);
        new MissingZeroGrad().Clean(Summed.With("grad_norm_max", Curves.Line(12, 50, 40)));
        new MissingZeroGrad().Clean(Summed.With("grad_norm", Curves.Line(1, 1, 40)).With("grad_norm_max", Curves.Line(1, 1, 40)));
        new MissingZeroGrad().NotAssessable(Some.HealthyRun);
        new MissingZeroGrad().NotAssessable(Some.HealthyRun.With("grad_norm", Curves.Line(7, 29, 40)));
        new MissingZeroGrad().NotAssessable(Summed.WithFacts(Summed.Facts with { TrainRows = 500 }).Declaring(new TrainingParameters { BatchSize = 512 }));
        new MissingZeroGrad().NotAssessable(Summed.With("grad_norm", Curves.Line(0, 0, 40)));
        new MissingZeroGrad().NotAssessable(Summed.With("grad_norm_max", Curves.Line(7, 29, 40)));
    }

    [Fact]
    public void Each_limit_of_uncleared_gradients_decides()
    {
        var limits = new MissingZeroGrad.Limits();
        Summed.TurnOn(limits, l => new MissingZeroGrad(l), l => l with { FewestPoints = l.FewestPoints.At(50) });
        Summed.TurnOn(limits, l => new MissingZeroGrad(l), l => l with { FewestSteps = l.FewestSteps.At(20) });
        Summed.TurnOn(limits, l => new MissingZeroGrad(l), l => l with { Growth = l.Growth.At(5) });
        Summed.TurnOn(limits, l => new MissingZeroGrad(l), l => l with { Scatter = l.Scatter.At(1.001) });
        new MissingZeroGrad(limits with { Attained = limits.Attained.At(0.99) }).Found(Summed).Severity.ShouldBe(Severity.High);
    }

    [Fact]
    public void Weights_that_begin_far_from_their_usual_norm_are_badly_initialised()
    {
        new BadInitialization().Found(Large).Description.ShouldContain("far too large");
        new BadInitialization().Found(Tiny).Description.ShouldContain("no weight decay");
        new BadInitialization().Found(Tiny.Declaring(Three with { Activation = "sigmoid" })).Severity.ShouldBe(Severity.Low);
        new BadInitialization().Found(Large.With("val_accuracy", Curves.Line(0.9, 0.99, 20))).Severity.ShouldBe(Severity.Low);
        new BadInitialization().Found(Large.Without("train_accuracy", "val_accuracy")).Severity.ShouldBe(Severity.Low);
        new BadInitialization().Clean(Large.With("weight_norm", Curves.Line(8, 9, 20)));
        new BadInitialization().NotAssessable(Large.Declaring(new TrainingParameters()));
        new BadInitialization().NotAssessable(Large.Declaring(Three with { ModelName = "gpt2" }));
        new BadInitialization().NotAssessable(Large.WithFacts(Large.Facts with { ModelType = "transformer" }));
        new BadInitialization().NotAssessable(Large.Declaring(Three with { Layers = ["Embedding", "Linear"] }));
        new BadInitialization().NotAssessable(SlowRuns.Straight);
    }

    [Fact]
    public void Weights_that_steps_or_decay_brought_where_they_are_were_not_initialised_so()
    {
        new BadInitialization().Clean(Large.With("update_ratio", Curves.Line(0.2, 0.1, 20)));
        new BadInitialization().Clean(Large.Without("update_ratio"));
        new BadInitialization().Clean(Tiny.With("weight_norm", Curves.Line(0.5, 0.01, 20)));
    }

    [Fact]
    public void Small_weights_that_stay_so_began_so_unless_decay_can_have_shrunk_them()
    {
        TrainingArtifacts still = Tiny.With("weight_norm", Curves.Line(0.5, 0.5, 20)), unmeasured = still.Without("update_ratio");
        new BadInitialization().Clean(still.Declaring(Three with { WeightDecay = 0 }));
        new BadInitialization().Clean(unmeasured);
        new BadInitialization().Clean(unmeasured.Declaring(Three with { WeightDecay = 0.1 }));
        Evidence declared = new BadInitialization().Found(unmeasured.Declaring(Three with { WeightDecay = 0 })).EvidenceItems.Single(e => e.Series == "weight_decay");
        (declared.Value, declared.Limit).ShouldBe((0, null));
        TrainingArtifacts measured = still.With("update_ratio", Curves.Line(1e-5, 1e-5, 20)).Declaring(Three with { WeightDecay = 0.1 });
        new BadInitialization().Found(measured).EvidenceItems.ShouldContain(e => e.Series == "update_ratio");
        new BadInitialization().Clean(still.With("update_ratio", Curves.Line(0.1, 0.1, 20)).Declaring(Three with { WeightDecay = 0.1 }));
        measured.TurnOn(new BadInitialization.Limits(), l => new BadInitialization(l), l => l with { Shrunk = l.Shrunk.At(1e-5) });
    }

    [Fact]
    public void A_loss_that_stays_far_above_guessing_is_a_guess_at_the_weights()
    {
        TrainingParameters adam = new() { Optimizer = "Adam", LearningRate = 1e-3, LossFunction = "CrossEntropyLoss" };
        TrainingArtifacts lasting = SlowRuns.Straight.With("train_loss", Curves.Line(1600, 1100, 20)).Declaring(adam);
        new BadInitialization().Found(lasting).Severity.ShouldBe(Severity.Low);
        new BadInitialization().NotAssessable(lasting.Declaring(adam with { LossFunction = "categorical_crossentropy" }));
        new BadInitialization().NotAssessable(lasting.Declaring(adam with { BatchSize = 1024 }));
        new BadInitialization().NotAssessable(lasting.With("train_loss", Curves.Line(3, 1600, 20)));
        new BadInitialization().NotAssessable(lasting.Declaring(adam with { LearningRate = 0.1 }));
        var limits = new BadInitialization.Limits();
        lasting.TurnOn(limits, l => new BadInitialization(l), l => l with { LastingCost = l.LastingCost.At(1e6) });
        lasting.TurnOn(limits, l => new BadInitialization(l), l => l with { FewestErrors = l.FewestErrors.At(0.9) });
        lasting.Declaring(adam with { LearningRate = 2e-3 }).TurnOn(limits, l => new BadInitialization(l), l => l with { RateRatio = l.RateRatio.At(1.5) });
    }

    [Fact]
    public void Usual_weights_of_a_net_with_one_input_and_one_output_are_not_tiny()
    {
        // Glorot gives 2 · 64 / 65 to either layer: 1.98 in all, 0.246 for each of 65 units.
        TrainingParameters narrow = new() { HiddenUnits = 64, NumLayers = 1, NumParameters = (2 * 64) + 65 };
        TrainingArtifacts grown = SlowRuns.Straight.With("weight_norm", Curves.Line(1.98, 6, 20)).With("update_ratio", Curves.Line(0.8, 0.01, 20)).WithFacts(new TaskFacts { TaskType = "regression" }).With("val_r2", Curves.Line(0, 0.7, 20));
        new BadInitialization().Clean(grown.Declaring(narrow));
        new BadInitialization().Clean(grown.Declaring(narrow with { NumParameters = null }));
        // The same weights behind 100 inputs: Glorot would give 8.8.
        new BadInitialization().Found(grown.Declaring(narrow with { NumParameters = (101 * 64) + 65 })).Description.ShouldContain("0.246 for each");
    }

    [Fact]
    public void Each_limit_of_the_initial_weights_decides()
    {
        var limits = new BadInitialization.Limits();
        Large.TurnOn(limits, l => new BadInitialization(l), l => l with { Largest = l.Largest.At(20) });
        Large.TurnOn(limits, l => new BadInitialization(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
        Tiny.TurnOn(limits, l => new BadInitialization(l), l => l with { Smallest = l.Smallest.At(0.01) });
        Tiny.TurnOn(limits, l => new BadInitialization(l), l => l with { Growth = l.Growth.At(20) });
        new BadInitialization(limits with { Attained = limits.Attained.At(0.2) }).Found(Large).Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public void A_sigmoid_that_lets_no_gradient_through_or_no_activation_is_a_guess_at_the_activation()
    {
        new WrongActivation().Found(Squashed).Severity.ShouldBe(Severity.Low);
        new WrongActivation().Clean(Squashed.Declaring(new TrainingParameters { Activation = "relu" }));
        new WrongActivation().Clean(Squashed.With("grad_norm/a", Curves.Line(0.1, 0.1, 20)).With("grad_norm/b", Curves.Line(0.1, 0.1, 20)));
        new WrongActivation().Clean(Some.HealthyRun.Declaring(new TrainingParameters { Activation = "sigmoid" }));
        new WrongActivation().NotAssessable(Some.HealthyRun);
        new WrongActivation().NotAssessable(SlowRuns.Stuck.Declaring(new TrainingParameters { Activation = "sigmoid" }));
        new WrongActivation().NotAssessable(Some.Run.Declaring(new TrainingParameters { Activation = "sigmoid" }));
        TrainingParameters linear = new() { Activation = "none", Layers = ["Flatten", "Linear", "Linear"] };
        new WrongActivation().Found(SlowRuns.Straight.Declaring(linear)).Description.ShouldContain("one linear map");
        new WrongActivation().Clean(SlowRuns.Straight.Declaring(linear with { Layers = ["Linear", "ReLU", "Linear"] }));
        new WrongActivation().Clean(SlowRuns.Straight.Declaring(linear with { Layers = ["GRU", "Linear", "Linear"] }));
        var limits = new WrongActivation.Limits();
        new WrongActivation(limits with { FewestOfTrend = limits.FewestOfTrend.At(30) }).Found(OneMap).Severity.ShouldBe(Severity.Low);
        new WrongActivation(limits with { LateTrend = limits.LateTrend.At(0) }).Found(OneMap).Severity.ShouldBe(Severity.Low);
        Squashed.TurnOn(limits, l => new WrongActivation(l), l => l with { LayerRatio = l.LayerRatio.At(1e-9) });
        Squashed.TurnOn(limits, l => new WrongActivation(l), l => l with { Attained = l.Attained.At(0) });
        Squashed.TurnOn(limits, l => new WrongActivation(l), l => l with { FewestPoints = l.FewestPoints.At(30) });
    }
}
