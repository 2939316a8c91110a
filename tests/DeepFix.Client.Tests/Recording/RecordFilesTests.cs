using System.Globalization;
using System.Text;
using DeepFix.Artifacts;
using DeepFix.Client.Recording;

namespace DeepFix.Client.Tests.Recording;

public sealed class RecordFilesTests
{
    [Fact]
    public void Metrics_are_written_as_the_contract_has_them_in_any_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            commas.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = commas;
            var record = new MetricRecord();
            record.Add(10, 0.5, [("train_loss", 0.1), ("a,\"b\"", 1e-7)]);
            record.Add(10, 0.5, [("val_loss", double.NaN)]);
            record.Add(20, 1, [("train_loss", double.PositiveInfinity), ("val_loss", double.NegativeInfinity), ("late", -3)]);
            Encoding.UTF8.GetString(record.ToCsv()).ShouldBe("step,epoch,train_loss,\"a,\"\"b\"\"\",val_loss,late\n10,0.5,0.1,1E-07,nan,\n20,1,inf,,-inf,-3\n");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData("step")]
    [InlineData("epoch")]
    [InlineData(" ")]
    public void A_metric_cannot_be_called_what_a_column_is_called(string name)
        => Should.Throw<ArgumentException>(() => new MetricRecord().Add(0, 0, [(name, 1)])).Message.ShouldContain("columns of their own");

    [Fact]
    public void Settings_are_read_back_as_they_were_said()
    {
        var setup = new TrainingSetup
        {
            ModelName = "a: \"b\" # {c}\n- d", Optimizer = "AdamW", LearningRate = 3e-4, BatchSize = 64, NumEpochs = 12, WeightDecay = 0.01, DropoutRate = 0, Scheduler = "none", LossFunction = "CrossEntropyLoss",
            Augmentation = "flip", TaskType = "classification", Momentum = 0.9, GradientClipVal = 1, Shuffle = true, Other = new Dictionary<string, string> { ["seed"] = "7", ["note"] = "yes: no" },
            Model = new ModelDescription { Layers = ["Linear", "ReLU"], Activation = "relu", FinalActivation = "none", HiddenUnits = 64, NumLayers = 2, NumParameters = 1000, NumTrainableParameters = 900 },
        };
        var record = new RunRecord { RunId = "r", Files = [File(RecordFiles.Metrics, "step,epoch,train_loss\n0,0,1\n1,1,0.5\n2,2,0.4\n"), File(RecordFiles.Parameters, SetupYaml.Write(setup))] };
        TrainingParameters read = ArtifactParser.Parse(record, null, CancellationToken.None).Training!.Parameters;
        read.ModelName.ShouldBe(setup.ModelName);
        (read.Optimizer, read.LearningRate, read.BatchSize, read.NumEpochs, read.WeightDecay, read.DropoutRate, read.Scheduler, read.LossFunction).ShouldBe(("AdamW", 3e-4, 64, 12, 0.01, 0, "none", "CrossEntropyLoss"));
        (read.TaskType, read.Momentum, read.GradientClipVal, read.Shuffle, read.Activation, read.FinalActivation, read.HiddenUnits, read.NumLayers).ShouldBe(("classification", 0.9, 1, true, "relu", "none", 64, 2));
        (read.NumParameters, read.NumTrainableParameters).ShouldBe((1000, 900));
        read.Layers.ShouldBe(["Linear", "ReLU"]);
        read.Raw["note"].ShouldBe("yes: no");
    }

    [Fact]
    public void Params_of_mlflow_are_the_same_settings()
    {
        Dictionary<string, string> parameters = SetupYaml.Params(Recorded.Setup with { Model = new ModelDescription { Activation = "re\"lu" } });
        parameters["model_name"].ShouldBe("mlp");
        parameters["learning_rate"].ShouldBe("0.001");
        parameters["model.activation"].ShouldBe("re\"lu");
    }

    [Fact]
    public void Statistics_of_the_data_count_classes_copies_and_contradictions()
    {
        float[] a = [1, 2], b = [3, 4], c = [5, float.NaN];
        var data = new DatasetRecord { Name = "toy", ClassNames = ["cat", "dog"] };
        data.Add("train", [Sample.OfClass(a, 0), Sample.OfClass(a, 0), Sample.OfClass(b, 0), Sample.OfClass(b, 1), Sample.OfClass(c, 1)]);
        data.Add("val", [Sample.OfClass(a, 0), Sample.OfClass(new float[] { 9, 9 }, 1)]);
        List<string> notes = [];
        var files = data.Files(TimeSpan.FromHours(1), Recorded.Setup, notes.Add);
        notes.ShouldBeEmpty();
        var record = new RunRecord { RunId = "r", Files = [.. files.Select(f => File(f.Path, f.Content))] };
        DatasetArtifacts read = ArtifactParser.Parse(record, null, CancellationToken.None).Dataset!;
        read.Faults.ShouldBeEmpty();
        (read.DatasetName, read.TaskType, read.NumClasses).ShouldBe(("toy", "classification", 2));
        SplitStatistics train = read.Splits["train"];
        (train.NumSamples, train.NumFeatures, train.DuplicateRows, train.ConflictingLabelRows, train.MissingCells).ShouldBe((5, 2, 1, 2, 1));
        train.ClassCounts.ShouldBe(new Dictionary<string, long> { ["cat"] = 3, ["dog"] = 2 }, ignoreOrder: true);
        read.DuplicateRowsTrainVal.ShouldBe(1);
        FeatureSplit first = read.Features[0].Splits["train"];
        (first.Moments.Mean, first.Moments.Min, first.Moments.Max, first.Unique, first.Missing).ShouldBe((2.6, 1, 5, 3, 0));
        first.Histogram.Sum().ShouldBe(5);
        read.Features[1].Splits["train"].Missing.ShouldBe(1);
        read.ModelInput["train"].Max.ShouldBe(5);
    }

    [Fact]
    public void Statistics_stop_at_a_twentieth_of_the_trainings_time_and_say_so()
    {
        var data = new DatasetRecord { Name = "endless" };
        data.Add("train", Endless(), count: 1_000_000_000);
        List<string> notes = [];
        var began = System.Diagnostics.Stopwatch.StartNew();
        var files = data.Files(TimeSpan.FromSeconds(4), Recorded.Setup, notes.Add);
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
        notes.ShouldHaveSingleItem().ShouldContain("of 1000000000: they may take 5 % of the training's time.");
        string statistics = Encoding.UTF8.GetString(files.Single(f => f.Path == RecordFiles.Statistics).Content);
        statistics.ShouldContain("\"num_samples\":1000000000");
        statistics.ShouldNotContain("class_counts");

        static IEnumerable<Sample> Endless()
        {
            for (int i = 0; ; i++) yield return Sample.OfClass(new float[] { i }, i % 2);
        }
    }

    [Fact]
    public void Without_a_name_or_rows_there_are_no_artifacts_of_the_data()
        => new DatasetRecord().Files(TimeSpan.FromHours(1), Recorded.Setup, _ => { }).ShouldBeEmpty();

    private static RunFile File(string path, string text) => File(path, Encoding.UTF8.GetBytes(text));

    private static RunFile File(string path, byte[] content) => new(path, content.Length, () => new MemoryStream(content));
}
