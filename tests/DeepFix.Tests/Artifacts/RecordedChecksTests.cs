using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Results that deepchecks wrote for real data, in the contract's two files and in the single file of older clients.</summary>
public sealed class RecordedChecksTests
{
    public static TheoryData<string> Names => [.. RecordedFiles.Names("deepchecks")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_check_of_a_recorded_case_is_read_without_a_warning(string name)
    {
        RunArtifacts run = Parse(RecordedFiles.Run("deepchecks", name));
        run.Warnings.ShouldBeEmpty();
        DeepchecksArtifacts read = run.Deepchecks.ShouldNotBeNull();
        read.Entries.Count.ShouldBeGreaterThan(5);
        read.Entries.ShouldAllBe(e => e.CheckName.Length > 0 && (e.Failure == null || e.Value == null));
        read.Entries.Count(e => e.Failure is null).ShouldBeGreaterThan(read.Entries.Count / 2);
        read.Dataset.ShouldNotBeNull();
        read.Source.ShouldBe("deepchecks/results.yaml");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_single_file_of_older_clients_gives_the_same_entries(string name)
    {
        RunRecord record = RecordedFiles.Run("deepchecks", name);
        RunRecord older = record with
        {
            Files = [.. record.Files.Where(f => !f.Path.EndsWith("config.yaml", StringComparison.Ordinal)).Select(f => f.Path == "deepchecks/results.yaml" ? f with { Path = "deepchecks/deepchecks.yaml" } : f)],
        };
        RunArtifacts run = Parse(older);
        run.Deepchecks!.Source.ShouldBe("deepchecks/deepchecks.yaml");
        run.Deepchecks.Entries.Select(Shown).ShouldBe(Parse(record).Deepchecks!.Entries.Select(Shown));
        run.AnalyzedPaths.ShouldContain("deepchecks/deepchecks.yaml");
    }

    [Fact]
    public void Older_clients_put_all_but_the_name_of_the_data_under_statistics()
    {
        DatasetArtifacts data = Parse(SomeRecord.Run(SomeRecord.File("dataset/dataset.yaml", "dataset_name: wine\nstatistics:\n  num_train_samples: 266\n  num_classes: 3\n  train_mean:\n  - 12.4\n  - 18.0\n"))).Dataset.ShouldNotBeNull();
        (data.DatasetName, data.NumClasses, data.Splits["train"].NumSamples, data.MetadataSource).ShouldBe(("wine", 3, 266L, "dataset/dataset.yaml"));
        data.Raw["statistics.train_mean"].ShouldBe("12.4, 18.0");
    }

    [Fact]
    public void Wrapped_numbers_series_and_texts_within_texts_come_out_plain()
    {
        const string Value = """{"a":{"dtype":"float64","value":0.5},"s":{"name":null,"index":{"values":"[\"x\", \"y\"]","txt":true},"values":"[1, NaN]"},"nested":"{\"k\": [1]}"}""";
        RunArtifacts run = Parse(SomeRecord.Run(SomeRecord.File("deepchecks/results.yaml", $"results:\n  data_integrity:\n  - header: Nulls - Train Dataset\n    json_result: '{{\"value\":{Value}}}'\n")));
        DeepchecksEntry entry = run.Deepchecks!.Entries.ShouldHaveSingleItem();
        (entry.CheckName, entry.Split, entry.Suite).ShouldBe(("Nulls", "train", "data_integrity"));
        entry.Value!["a"]!.GetValue<double>().ShouldBe(0.5);
        entry.Value["s"]!["x"]!.GetValue<double>().ShouldBe(1);
        entry.Value["s"]!["y"]!.GetValue<double>().ShouldBe(double.NaN);
        entry.Value["nested"]!["k"]![0]!.GetValue<double>().ShouldBe(1);
    }

    private static string Shown(DeepchecksEntry entry) => $"{entry.Suite}|{entry.CheckName}|{entry.Split}|{entry.Failure}|{entry.Conditions.Count}|{entry.Parameters.Count}";

    private static RunArtifacts Parse(RunRecord record) => ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken);
}
