using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Known members that hold something of another type are not read, and the file is named.</summary>
public sealed class WrongTypesTests
{
    [Theory]
    [InlineData("learning_rate", "fast")]
    [InlineData("learning_rate", "{a: 1}")]
    [InlineData("learning_rate", "[1, 2]")]
    [InlineData("batch_size", "[[1]]")]
    [InlineData("batch_size", "32.5")]
    [InlineData("batch_size", "many")]
    [InlineData("num_epochs", "-3")]
    [InlineData("num_epochs", "{}")]
    [InlineData("weight_decay", "small")]
    [InlineData("dropout_rate", "{p: [0.5]}")]
    [InlineData("momentum", "[]")]
    [InlineData("gradient_clip_val", "norm")]
    [InlineData("shuffle", "perhaps")]
    [InlineData("model: {hidden_units", "wide}")]
    [InlineData("model: {num_layers", "2.5}")]
    [InlineData("model: {num_parameters", "'1e'}")]
    public void Params_of_a_wrong_type_are_named(string key, string value)
    {
        string declared = key == "learning_rate" ? "" : "learning_rate: 0.1\n";
        RunArtifacts run = Parse(SomeRecord.File("training_artifacts/params.yaml", $"model_name: net\noptimizer: SGD\n{declared}{key}: {value}\n"));
        run.Warnings.ShouldContain(w => w.StartsWith("training_artifacts/params.yaml, line"), string.Join('\n', run.Warnings));
        run.Training!.Parameters.Optimizer.ShouldBe("SGD");
    }

    [Theory]
    [InlineData("learning_rate: .inf")]
    [InlineData("learning_rate: 'nan'")]
    public void A_rate_that_is_no_finite_number_is_not_read(string line)
        => Parse(SomeRecord.File("training_artifacts/params.yaml", $"model_name: net\noptimizer: SGD\n{line}\n")).Training!.Parameters.LearningRate.ShouldBeNull();

    [Theory]
    [InlineData("num_train_samples", "many")]
    [InlineData("num_train_samples", "[1]")]
    [InlineData("num_val_samples", "-1")]
    [InlineData("num_classes", "2.5")]
    [InlineData("class_names", "{a: 1}")]
    [InlineData("class_names", "cat")]
    [InlineData("imbalance_ratio", "high")]
    [InlineData("class_distribution", "[1]")]
    [InlineData("class_distribution", "{train: {a: x}}")]
    [InlineData("task_type", "[classification]")]
    [InlineData("data_type", "{}")]
    public void Metadata_of_a_wrong_type_is_named(string key, string value)
    {
        string rows = key == "num_train_samples" ? "" : "num_train_samples: 100\n";
        RunArtifacts run = Parse(SomeRecord.File("dataset/metadata.yaml", $"dataset_name: wine\n{rows}{key}: {value}\n"));
        run.Warnings.ShouldContain(w => w.StartsWith("dataset/metadata.yaml, line"), string.Join('\n', run.Warnings));
        run.Dataset!.DatasetName.ShouldBe("wine");
        run.Dataset.Faults.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_member_of_real_statistics_may_hold_anything_and_is_named_where_its_type_is_wrong()
    {
        JsonNode real = JsonNode.Parse(Encoding.UTF8.GetString(Garbage.RealFile("dataset/statistics.json")))!;
        Dictionary<string, string> changed = Mutations(real);
        changed.Count.ShouldBeGreaterThan(60);
        foreach ((string member, string json) in changed)
        {
            RunArtifacts run = Parse(SomeRecord.File("dataset/statistics.json", json));
            run.Dataset.ShouldNotBeNull(member);
            run.Warnings.ShouldContain(w => w.StartsWith("dataset/statistics.json, line"), member);
        }
    }

    [Theory]
    [InlineData("results: 5")]
    [InlineData("results: []")]
    [InlineData("results: {data_integrity: {}}")]
    [InlineData("results: {data_integrity: [1, {a: 2}]}")]
    [InlineData("results: {data_integrity: [{header: h, json_result: 3}]}")]
    [InlineData("results: {data_integrity: [{header: h, json_result: '{\"check\": {'}]}")]
    [InlineData("results: {data_integrity: [{header: h, json_result: [1]}]}")]
    [InlineData("dataset_name: [a]\nresults: {data_integrity: [{header: h, json_result: {value: 1}}]}")]
    public void Results_of_a_wrong_type_are_named(string yaml)
        => Parse(SomeRecord.File("deepchecks/results.yaml", yaml)).Warnings.ShouldContain(w => w.StartsWith("deepchecks/results.yaml"));

    [Theory]
    [InlineData("[1, 2]", "is a list")]
    [InlineData("3", "no names with values")]
    [InlineData("{} {}", "Something follows")]
    [InlineData("{\"a\": tru}", "Neither a value nor a name")]
    [InlineData("{\"a\" 1}", "A colon is expected")]
    [InlineData("{a: 1}", "A name in double quotes")]
    [InlineData("{\"a\": \"b", "ends in the middle of a text")]
    [InlineData("{\"schema_version\": 2}", "schema version is 2")]
    public void Broken_JSON_is_named_with_what_is_wrong(string json, string problem)
        => Parse(SomeRecord.File("dataset/statistics.json", json)).Warnings.ShouldContain(w => w.StartsWith("dataset/statistics.json") && w.Contains(problem));

    [Fact]
    public void Numbers_that_Python_writes_bare_are_numbers()
    {
        RunArtifacts run = Parse(SomeRecord.File("dataset/statistics.json", "{\"features\":[{\"name\":\"a\",\"target_association\":NaN,\"train\":{\"mean\":-Infinity,\"max\":Infinity,\"min\":null}}]}"));
        run.Warnings.ShouldBeEmpty();
        run.Dataset!.Features[0].Splits["train"].Moments.ShouldBe(new Moments(double.NegativeInfinity, null, null, double.PositiveInfinity));
        run.Dataset.Features[0].TargetAssociation.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData("a: 1\n\tb: 2\n")]
    [InlineData("a: [1\n")]
    [InlineData("a: *nowhere\n")]
    [InlineData("a: \"b\n")]
    [InlineData("just words\n")]
    [InlineData("- 1\n- 2\n")]
    public void Broken_YAML_is_named(string yaml)
        => Parse(SomeRecord.File("training_artifacts/params.yaml", yaml)).Warnings.ShouldContain(w => w.StartsWith("training_artifacts/params.yaml"));

    [Fact]
    public void Of_a_repeated_key_the_last_counts()
        => Parse(SomeRecord.File("training_artifacts/params.yaml", "model_name: net\noptimizer: SGD\nlearning_rate: 1\nlearning_rate: 2\n")).Training!.Parameters.LearningRate.ShouldBe(2);

    [Fact]
    public void Counts_beyond_the_range_of_whole_numbers_do_not_overflow()
    {
        string counts = string.Join(',', Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"{i}\":8e15")));
        RunArtifacts run = Parse(SomeRecord.File("dataset/statistics.json", $"{{\"splits\":{{\"train\":{{\"class_counts\":{{{counts}}}}}}}}}"));
        run.Training!.Facts.TrainMajorityShare!.Value.ShouldBe(1.0 / 3000, 1e-12);
    }

    private static Dictionary<string, string> Mutations(JsonNode root)
    {
        var changed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Members(root, "$").ToArray())
        {
            JsonNode copy = root.DeepClone();
            (JsonObject parent, string name) = Owner(copy, path);
            if (name is "extra" or "datetime" || path.Contains('[', StringComparison.Ordinal) && !path.StartsWith("$.features[0]", StringComparison.Ordinal)) continue;
            parent[name] = parent[name] is JsonObject ? "text" : new JsonObject { ["wrong"] = true };
            changed[path] = copy.ToJsonString();
        }

        return changed;
    }

    private static IEnumerable<string> Members(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(m => Members(m.Value, $"{path}.{m.Key}").Prepend($"{path}.{m.Key}")),
        JsonArray list => list.Take(1).SelectMany((item, i) => Members(item, FormattableString.Invariant($"{path}[{i}]"))),
        _ => [],
    };

    private static (JsonObject Parent, string Name) Owner(JsonNode root, string path)
    {
        string[] parts = path[2..].Split('.');
        JsonNode node = root;
        foreach (string part in parts[..^1]) node = part.EndsWith("[0]", StringComparison.Ordinal) ? node[part[..^3]]![0]! : node[part]!;
        return (node.AsObject(), parts[^1]);
    }

    private static RunArtifacts Parse(RunFile file)
        => ArtifactParser.Parse(SomeRecord.Run(file, SomeRecord.File("training_artifacts/metrics.csv", "step,epoch,train_loss\n1,0,3\n2,1,2\n3,2,1\n")), cancellationToken: TestContext.Current.CancellationToken);
}
