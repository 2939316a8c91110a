using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Real trainings on real data, recorded as the contract has it.</summary>
public sealed class RecordedRunsTests
{
    public static TheoryData<string> Names => [.. RecordedFiles.Names("runs")];

    [Theory]
    [InlineData("d007", 20, "grad_norm/head", 316.292)]
    [InlineData("d010", 40, "train_loss", 10.6933)]
    [InlineData("d043", 30, "grad_norm/body.4", 1.62122)]
    [InlineData("m003", 30, "val_balanced_accuracy", 0.363185)]
    [InlineData("m007", 20, "val_r2", 0.090713)]
    [InlineData("m008", 40, "learning_rate", 2.68192e-06)]
    [InlineData("m012", 15, "val_max_class_share", 0.343195)]
    [InlineData("m045", 20, "train_loss", -0.252701)]
    public void Every_row_of_a_real_table_is_read_up_to_its_last_value(string run, int rows, string metric, double last)
    {
        MetricTable metrics = Parse(run).Training.ShouldNotBeNull().Metrics;
        metrics.RowCount.ShouldBe(rows);
        metrics.Source.ShouldBe("training_artifacts/metrics.csv");
        MetricSeries series = metrics.Find(metric).ShouldNotBeNull();
        series.Count.ShouldBe(rows);
        series.Values[^1].ShouldBe(last);
        series.Epochs[^1].ShouldBe(rows - 1);
    }

    [Theory]
    [InlineData("m003", "MLP", "SGD", 0.0107, 32, 30, 0.1, "CosineAnnealingLR", 0.9, 8, "gelu", 32, 2, 2438)]
    [InlineData("m007", "MLP", "AdamW", 0.0175, 16, 20, 0.74, "CosineAnnealingLR", 0.0, 11, "tanh", 128, 3, 35841)]
    [InlineData("m012", "MLP", "Adam", 0.00282, 32, 15, 0.1, "CosineAnnealingLR", 0.0, 6, "relu", 64, 1, 1604)]
    [InlineData("d010", "MLP", "AdamW", 0.00172, 16, 40, 0.1, "none", 0.0, 8, "relu", 128, 2, 18049)]
    public void Declared_settings_are_read_with_those_of_the_model(
        string run, string model, string optimizer, double rate, int batch, int epochs, double dropout, string scheduler, double momentum, int layers, string activation, int units, int depth, long parameters)
    {
        TrainingParameters read = Parse(run).Training.ShouldNotBeNull().Parameters;
        (read.ModelName, read.Optimizer, read.LearningRate, read.BatchSize, read.NumEpochs).ShouldBe((model, optimizer, rate, batch, epochs));
        (read.DropoutRate, read.Scheduler, read.Momentum, read.WeightDecay).ShouldBe((dropout, scheduler, momentum, 0d));
        (read.Layers.Count, read.Activation, read.HiddenUnits, read.NumLayers, read.NumParameters).ShouldBe((layers, activation, units, depth, parameters));
        (read.NumTrainableParameters, read.FinalActivation).ShouldBe((parameters, "none"));
        read.Layers[0].ShouldBe("Flatten");
        read.Source.ShouldBe("training_artifacts/params.yaml");
    }

    [Theory]
    [InlineData("d043", "classification", 3, 700L, 540L, 236.0 / 700, 185.0 / 540)]
    [InlineData("m003", "classification", 6, 500L, 600L, 131.0 / 500, 154.0 / 600)]
    [InlineData("m008", "classification", 2, 385L, 153L, 251.0 / 385, 103.0 / 153)]
    [InlineData("m007", "regression", null, 500L, 600L, null, null)]
    [InlineData("d010", "regression", null, 222L, 88L, null, null)]
    public void Facts_of_the_task_come_from_the_data(string run, string task, int? classes, long trainRows, long valRows, double? trainShare, double? valShare)
        => Parse(run).Training.ShouldNotBeNull().Facts.ShouldBe(new TaskFacts
        {
            TaskType = task,
            ModelType = "mlp",
            NumClasses = classes,
            TrainRows = trainRows,
            ValRows = valRows,
            TrainMajorityShare = trainShare,
            ValMajorityShare = valShare,
        });

    [Fact]
    public void Statistics_of_a_feature_are_read_as_measured()
    {
        DatasetArtifacts data = Parse("m003").Dataset.ShouldNotBeNull();
        (data.DatasetName, data.Features.Count, data.ImbalanceRatio, data.ClassNames.Count).ShouldBe(("satellite", 36, 2.62, 6));
        data.Splits["train"].ClassCounts["3"].ShouldBe(131);
        data.ModelInput.Keys.ShouldBe(["train", "val"], ignoreOrder: true);
        FeatureStatistics feature = data.Features[0];
        (feature.Name, feature.Kind, feature.TargetAssociation, feature.BinEdges.Count).ShouldBe(("f0", "numeric", 0.6775, 11));
        FeatureSplit train = feature.Splits["train"];
        (train.Missing, train.Unique, train.Moments.Mean, train.Quantiles[0.25]).ShouldBe((232, 46, 68.33209228515625, 60.0));
        train.Histogram.Sum().ShouldBe(500 - 232);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_record_without_fault_gives_no_warning_but_one_on_a_loss_below_zero(string run)
    {
        RunArtifacts read = Parse(run);
        read.Warnings.ShouldAllBe(w => w.StartsWith("training_artifacts/metrics.csv: The loss is negative"));
        read.Warnings.Count.ShouldBe(run == "m045" ? 1 : 0);
        read.AnalyzedPaths.ShouldBe(["dataset/metadata.yaml", "dataset/statistics.json", "training_artifacts/metrics.csv", "training_artifacts/params.yaml"]);
    }

    [Fact]
    public void What_the_caller_knows_wins_over_what_the_artifacts_declare()
    {
        RunArtifacts run = ArtifactParser.Parse(RecordedFiles.Run("runs", "m008"), new AnalysisContext { DatasetName = "women", ModelType = "transformer", TaskType = "regression" }, TestContext.Current.CancellationToken);
        run.Dataset!.DatasetName.ShouldBe("women");
        (run.Training!.Facts.ModelType, run.Training.Facts.TaskType).ShouldBe(("transformer", "regression"));
    }

    private static RunArtifacts Parse(string run) => ArtifactParser.Parse(RecordedFiles.Run("runs", run), cancellationToken: TestContext.Current.CancellationToken);
}
