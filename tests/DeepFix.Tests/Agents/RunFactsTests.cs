using System.Text.Json.Nodes;
using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Tests.Agents;

/// <summary>What a result says of the run itself.</summary>
public sealed class RunFactsTests
{
    private static readonly DatasetArtifacts Data = new()
    {
        DatasetName = "rings",
        TaskType = "classification",
        DataType = "tabular",
        NumClasses = 3,
        ImbalanceRatio = 1.23456789,
        Splits = new Dictionary<string, SplitStatistics> { ["val"] = new() { NumSamples = 480 }, ["train"] = new() { NumSamples = 700 }, ["test"] = new() },
        Features = [new FeatureStatistics { Name = "x" }, new FeatureStatistics { Name = "y" }],
    };

    [Fact]
    public void Every_agent_says_what_it_found_clean_and_nothing_of_what_it_does_not_read()
    {
        AgentReport report = new()
        {
            AgentName = AgentNames.Deepchecks,
            Clean = new Dictionary<string, IReadOnlyList<Evidence>> { [Codes.NewLabel] = [], [Codes.LabelDrift] = [] },
        };

        RunFacts.Of(report, Whole).ToJsonString().ShouldBe("""{"clean":["new_label","label_drift"]}""");
    }

    [Fact]
    public void The_training_agent_tells_settings_epochs_and_course_and_the_dataset_agent_the_data()
    {
        Of(AgentNames.Training, Whole).Select(f => f.Key).ShouldBe(["clean", "parameters", "epoch_axis", "course"]);
        Of(AgentNames.Dataset, Whole).Select(f => f.Key).ShouldBe(["clean", "data"]);
        Of(AgentNames.Training, Whole with { Training = null }).Select(f => f.Key).ShouldBe(["clean"]);
        Of(AgentNames.Dataset, Whole with { Dataset = null }).Select(f => f.Key).ShouldBe(["clean"]);
    }

    [Fact]
    public void What_is_empty_is_left_out()
    {
        Of(AgentNames.Training, Run(Some.Run)).Select(f => f.Key).ShouldBe(["clean"]);
        Of(AgentNames.Dataset, Whole with { Dataset = new DatasetArtifacts() }).Select(f => f.Key).ShouldBe(["clean"]);
    }

    [Fact]
    public void Two_hundred_settings_are_told_in_the_order_of_their_names()
    {
        JsonObject settings = Settings(Enumerable.Range(0, 201).Reverse().ToDictionary(i => $"p{i:000}", i => $"{i}"));
        settings.Count.ShouldBe(200);
        settings.First().Key.ShouldBe("p000");
        settings.Last().Key.ShouldBe("p199");
        settings["p007"]!.GetValue<string>().ShouldBe("7");
    }

    [Fact]
    public void Names_and_values_end_after_five_hundred_characters()
    {
        string whole = new('x', 500), longer = new('y', 501);
        JsonObject settings = Settings(new Dictionary<string, string> { [whole] = longer, [longer] = whole });
        settings[whole]!.GetValue<string>().ShouldBe(new string('y', 500) + "…");
        settings[new string('y', 500) + "…"]!.GetValue<string>().ShouldBe(whole);
    }

    [Fact]
    public void A_value_that_is_cut_within_a_character_can_be_written()
        => Settings(new Dictionary<string, string> { ["note"] = new string('x', 499) + "😀 and more" }).ToJsonString().ShouldContain("xxx");

    [Fact]
    public void Two_points_give_the_line_from_steps_to_epochs()
    {
        Axis([110, 120, 130, 140], 5, 6, 7, 8).ShouldBe("""{"from_step":110,"from_epoch":5,"to_step":140,"to_epoch":8}""");
        Axis([10, 20], 1, 3).ShouldBe("""{"from_step":10,"from_epoch":1,"to_step":20,"to_epoch":3}""");
        Axis([0, 1, 2], 1, 1.5, 2).ShouldBe("""{"from_step":1,"from_epoch":1,"to_step":2,"to_epoch":2}""");
    }

    [Fact]
    public void Epochs_that_are_off_the_line_by_more_than_a_fiftieth_have_no_axis()
    {
        Axis([110, 120, 130, 140], 5, 6.019, 7, 8).ShouldNotBeNull();
        Axis([110, 120, 130, 140], 5, 6.021, 7, 8).ShouldBeNull();
        Axis([110, 120, 130, 140], 5, 6, 7.021, 8).ShouldBeNull();
        Axis([110, 120, 130, 140], 5, 6, 7, 9).ShouldBeNull();
    }

    [Fact]
    public void Unknown_falling_or_simultaneous_epochs_have_no_axis()
    {
        Axis([10, 20, 30], double.NaN, double.NaN, double.NaN).ShouldBeNull();
        Axis([10, 20, 30], 0, double.NaN, 2).ShouldBeNull();
        Axis([10, 20, 30], 3, 2, 1).ShouldBeNull();
        Axis([10, 10, 10], 1, 2, 3).ShouldBeNull();
        Axis([10, 20, 30], 1, 1, 1).ShouldBeNull();
        Axis([10], 1).ShouldBeNull();
    }

    [Fact]
    public void The_axis_is_that_of_the_first_metric_with_more_than_one_point()
    {
        TrainingArtifacts run = Some.Run.With(new MetricSeries("train_loss", [7], [0], [1])).With(new MetricSeries("val_loss", [10, 20], [0, 1], [1, 1])).With(new MetricSeries("train_accuracy", [1, 2], [0, 1], [1, 1]));
        Of(AgentNames.Training, Run(run))["epoch_axis"]!["to_step"]!.GetValue<long>().ShouldBe(20);
        Of(AgentNames.Training, Run(run.Without("train_loss", "val_loss")))["epoch_axis"]!["to_step"]!.GetValue<long>().ShouldBe(2);
    }

    [Fact]
    public void The_data_are_told_with_the_rows_of_each_split_in_the_order_of_their_names()
        => Of(AgentNames.Dataset, Whole)["data"]!.ToJsonString().ShouldBe("""{"dataset_name":"rings","task_type":"classification","data_type":"tabular","num_classes":3,"imbalance_ratio":1.23457,"train_rows":700,"val_rows":480,"features":2}""");

    [Fact]
    public void Data_without_features_or_with_a_ratio_that_is_no_number_leave_them_out()
        => Of(AgentNames.Dataset, Whole with { Dataset = Data with { Features = [], ImbalanceRatio = double.PositiveInfinity, Splits = new Dictionary<string, SplitStatistics>() } })["data"]!.AsObject().Select(f => f.Key)
            .ShouldBe(["dataset_name", "task_type", "data_type", "num_classes"]);

    [Fact]
    public void Two_hundred_splits_are_told_and_their_names_cut()
    {
        var splits = Enumerable.Range(0, 201).Reverse().ToDictionary(i => $"s{i:000}", i => new SplitStatistics { NumSamples = i });
        JsonObject data = Of(AgentNames.Dataset, Whole with { Dataset = new DatasetArtifacts { Splits = splits, DatasetName = new string('d', 501) } })["data"]!.AsObject();
        data.Count.ShouldBe(201);
        data["s199_rows"]!.GetValue<long>().ShouldBe(199);
        data.ShouldNotContainKey("s200_rows");
        data["dataset_name"]!.GetValue<string>().Length.ShouldBe(501);
        data["dataset_name"]!.GetValue<string>().ShouldEndWith("d…");
    }

    private static RunArtifacts Whole { get; } = Run(Some.HealthyRun with { Parameters = new TrainingParameters { Raw = new Dictionary<string, string> { ["optimizer"] = "Adam" } } }) with { Dataset = Data };

    private static RunArtifacts Run(TrainingArtifacts training) => new() { RunId = "run", Digest = "", Training = training };

    private static JsonObject Of(string agent, RunArtifacts run) => RunFacts.Of(new AgentReport { AgentName = agent }, run);

    private static JsonObject Settings(Dictionary<string, string> raw) => Of(AgentNames.Training, Run(Some.Run with { Parameters = new TrainingParameters { Raw = raw } }))["parameters"]!.AsObject();

    private static string? Axis(long[] steps, params double[] epochs)
        => Of(AgentNames.Training, Run(Some.Run.With(new MetricSeries("train_loss", steps, epochs, [.. steps.Select(_ => 1.0)]))))["epoch_axis"]?.ToJsonString();
}
