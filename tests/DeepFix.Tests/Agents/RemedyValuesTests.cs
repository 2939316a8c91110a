using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Agents;

/// <summary>New values by hand: a rate moves by five or straight to the usual one, epochs double, a batch moves by four.</summary>
public sealed class RemedyValuesTests
{
    [Theory]
    [InlineData(null, 0.01, 0.002)]
    [InlineData("Adam", 0.002, 0.0004)]
    [InlineData("Adam", 0.5, 0.001)]
    public void A_lower_rate_is_a_fifth_or_the_usual_one_where_that_is_lower(string? optimizer, double rate, double lower)
        => For(Actions.DecreaseLearningRate, new TrainingParameters { Optimizer = optimizer, LearningRate = rate })["learning_rate"]!.GetValue<double>().ShouldBe(lower);

    [Theory]
    [InlineData(null, 0.01, 0.05)]
    [InlineData("Adam", 0.0005, 0.0025)]
    [InlineData("Adam", 0.00001, 0.001)]
    public void A_higher_rate_is_five_times_as_high_or_the_usual_one_where_that_is_higher(string? optimizer, double rate, double higher)
        => For(Actions.IncreaseLearningRate, new TrainingParameters { Optimizer = optimizer, LearningRate = rate })["learning_rate"]!.GetValue<double>().ShouldBe(higher);

    [Fact]
    public void A_rate_that_is_not_declared_is_the_largest_that_was_logged()
    {
        Text(Actions.DecreaseLearningRate, Curve.Of([("learning_rate", [0.01, double.NaN, 0.05, 0.02])])).ShouldBe("""{"learning_rate":0.01}""");
        Text(Actions.DecreaseLearningRate, Curve.Of([("learning_rate", [0.01, 0.05])], new TrainingParameters { LearningRate = 1 })).ShouldBe("""{"learning_rate":0.2}""");
        Text(Actions.DecreaseLearningRate, Curve.Of([("learning_rate", [0, 0])])).ShouldBe("{}");
        Text(Actions.DecreaseLearningRate, Curve.Of([("learning_rate", [double.NaN])])).ShouldBe("{}");
        Text(Actions.IncreaseLearningRate, Some.Run).ShouldBe("{}");
    }

    [Fact]
    public void Twice_as_many_epochs_as_were_logged_else_as_were_planned()
    {
        Text(Actions.TrainLonger, Curve.Of([1, 1, 1, 1, 1, 1, 1], parameters: new TrainingParameters { NumEpochs = 20 })).ShouldBe("""{"num_epochs":14}""");
        Text(Actions.TrainLonger, Some.Run.Declaring(new TrainingParameters { NumEpochs = 20 })).ShouldBe("""{"num_epochs":40}""");
        Text(Actions.TrainLonger, Some.Run).ShouldBe("{}");
    }

    [Fact]
    public void Training_stops_after_the_epoch_of_the_lowest_smoothed_validation_loss()
    {
        // Medians of three: 0.8, 0.41, 0.41 around the low.
        Text(Actions.EarlyStopping, Curve.Of([("val_loss", [1, 0.9, 0.8, 0.4, 0.41, 0.6, 0.7, 0.8])])).ShouldBe("""{"stop_after_epoch":3}""");
        Text(Actions.EarlyStopping, Curve.Of([("val_loss", [1, 0.9])])).ShouldBe("{}");
        Text(Actions.EarlyStopping, Some.Run.With(new MetricSeries("val_loss", [1, 2, 3], [double.NaN, double.NaN, double.NaN], [1, 2, 3]))).ShouldBe("{}");
    }

    [Fact]
    public void A_batch_is_four_times_as_large_or_a_fourth_and_never_less_than_a_row()
    {
        For(Actions.IncreaseBatchSize, new TrainingParameters { BatchSize = 30 }).ToJsonString().ShouldBe("""{"batch_size":120}""");
        For(Actions.DecreaseBatchSize, new TrainingParameters { BatchSize = 30 }).ToJsonString().ShouldBe("""{"batch_size":7}""");
        For(Actions.DecreaseBatchSize, new TrainingParameters { BatchSize = 3 }).ToJsonString().ShouldBe("""{"batch_size":1}""");
        For(Actions.DecreaseBatchSize, new TrainingParameters { BatchSize = 1 }).Count.ShouldBe(0);
        For(Actions.IncreaseBatchSize, TrainingParameters.None).Count.ShouldBe(0);
    }

    [Fact]
    public void Gradients_are_clipped_at_their_usual_size_or_at_one()
    {
        Clip(9, double.PositiveInfinity, 2, 4, 3).ShouldBe(4, "the upper of the two in the middle of 2, 3, 4, 9");
        Clip(9, 2, 4, 3, 5).ShouldBe(4);
        Clip(9, 2, 4).ShouldBe(1);
        Clip(0, 0, 0, 0).ShouldBe(1);
        Clip(1e6, 1e6, 1e6, 1e6).ShouldBe(1);
        For(Actions.ClipGradients, TrainingParameters.None)["gradient_clip_val"]!.GetValue<double>().ShouldBe(1);

        static double Clip(params double[] norms) => RemedyValues.For(Actions.ClipGradients, Run(Curve.Of([("grad_norm", norms)])))["gradient_clip_val"]!.GetValue<double>();
    }

    [Fact]
    public void Dropout_is_halved_to_a_fifth_at_most_and_weight_decay_divided_by_ten()
    {
        For(Actions.ReduceRegularization, new TrainingParameters { DropoutRate = 0.3, WeightDecay = 0.05 }).ToJsonString().ShouldBe("""{"dropout_rate":0.15,"weight_decay":0.005}""");
        For(Actions.ReduceRegularization, new TrainingParameters { DropoutRate = 0.8 }).ToJsonString().ShouldBe("""{"dropout_rate":0.2}""");
        For(Actions.ReduceRegularization, new TrainingParameters { DropoutRate = 0, WeightDecay = 0 }).Count.ShouldBe(0);
    }

    [Fact]
    public void What_regularises_already_is_not_added()
    {
        For(Actions.AddRegularization, TrainingParameters.None).ToJsonString().ShouldBe("""{"dropout_rate":0.2,"weight_decay":0.01}""");
        For(Actions.AddRegularization, new TrainingParameters { DropoutRate = 0, WeightDecay = 0.1 }).ToJsonString().ShouldBe("""{"dropout_rate":0.2}""");
        For(Actions.AddRegularization, new TrainingParameters { DropoutRate = 0.1, WeightDecay = 0 }).ToJsonString().ShouldBe("""{"weight_decay":0.01}""");
    }

    [Fact]
    public void Classes_weigh_inversely_to_their_rows()
    {
        // 100 rows of two classes: 100 / (2 · 80) and 100 / (2 · 20).
        Weights(("b", 20), ("a", 80)).ShouldBe("""{"class_weight":{"a":0.625,"b":2.5}}""");
        Weights(("a", 80), ("b", 0)).ShouldBe("""{"class_weight":{"a":0.5}}""");
        Weights(("a", 80)).ShouldBe("{}");

        static string Weights(params (string Class, long Rows)[] classes)
        {
            var splits = new Dictionary<string, SplitStatistics> { ["train"] = new() { ClassCounts = classes.ToDictionary(c => c.Class, c => c.Rows) } };
            return RemedyValues.For(Actions.RebalanceClasses, new RunArtifacts { RunId = "", Digest = "", Dataset = new DatasetArtifacts { Splits = splits } }).ToJsonString();
        }
    }

    [Fact]
    public void Some_remedies_have_the_same_values_for_every_run_and_most_have_none()
    {
        For(Actions.AddLrSchedule, TrainingParameters.None).ToJsonString().ShouldBe("""{"scheduler":"cosine"}""");
        For(Actions.ChangeOptimizer, TrainingParameters.None).ToJsonString().ShouldBe("""{"optimizer":"AdamW","learning_rate":0.001}""");
        For(Actions.ShuffleData, TrainingParameters.None).ToJsonString().ShouldBe("""{"shuffle":true}""");
        For(Actions.FixLabels, TrainingParameters.None).Count.ShouldBe(0);
        RemedyValues.For(Actions.DecreaseLearningRate, new RunArtifacts { RunId = "", Digest = "" }).Count.ShouldBe(0);
    }

    [Fact]
    public void A_sentence_names_its_values()
    {
        RemedyValues.Sentence(Actions.ClipGradients, []).ShouldBe("Clip the global gradient norm.");
        RemedyValues.Sentence(Actions.ClipGradients, new JsonObject { ["gradient_clip_val"] = 0.123456, ["norm"] = "L2" }).ShouldBe("Clip the global gradient norm: try gradient_clip_val = 0.1235, norm = L2.");
        RemedyValues.Sentence(Actions.ShuffleData, new JsonObject { ["w"] = new JsonObject { ["a"] = 0.5, ["b"] = 2 } }).ShouldBe("Shuffle the training rows every epoch: try w: a = 0.5, b = 2.");
    }

    [Fact]
    public void Ten_members_of_a_value_are_named_and_then_that_there_are_more()
    {
        RemedyValues.Sentence(Actions.ShuffleData, new JsonObject { ["w"] = Classes(10) }).ShouldEndWith("c8 = 1, c9 = 1.");
        RemedyValues.Sentence(Actions.ShuffleData, new JsonObject { ["w"] = Classes(11) }).ShouldEndWith("c8 = 1, c9 = 1, ….");

        static JsonObject Classes(int count) => new([.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"c{i}", (JsonNode?)1))]);
    }

    private static JsonObject For(string action, TrainingParameters declared) => RemedyValues.For(action, Run(Some.Run.Declaring(declared)));

    private static string Text(string action, TrainingArtifacts training) => RemedyValues.For(action, Run(training)).ToJsonString();

    private static RunArtifacts Run(TrainingArtifacts training) => new() { RunId = "", Digest = "", Training = training };
}
