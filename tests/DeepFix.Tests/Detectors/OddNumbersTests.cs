using System.Text.Json.Nodes;
using CsCheck;
using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Tests.Detectors.CrossArtifact;
using DeepFix.Tests.Detectors.Deepchecks;

namespace DeepFix.Tests.Detectors;

/// <summary>Whatever numbers a record holds, detectors of data give a verdict: a NaN in a file never becomes a failed agent.</summary>
public sealed class OddNumbersTests
{
    private static readonly Gen<double> Odd = Gen.Int[0, 10].Select(i => new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 1, 0.5, 1e-300, 1e300, -1e300, 1000 }[i]);
    private static readonly Gen<long> OddCount = Gen.Int[0, 5].Select(i => new[] { 0L, -1L, 1L, 3L, 1000L, long.MaxValue / 4 }[i]);

    [Fact]
    public void Tables_of_odd_numbers_are_judged()
        => Gen.Select(Odd.Array[8], OddCount.Array[10]).Sample((d, n) =>
        {
            DatasetArtifacts odd = Table(d, n);
            foreach (Detector<DatasetArtifacts> detector in DetectorCatalog.Dataset) _ = detector.Detect(odd, TestContext.Current.CancellationToken);
        });

    [Fact]
    public void Results_of_odd_numbers_are_judged()
        => Gen.Select(Odd.Array[4], OddCount.Array[10]).Sample((d, n) =>
        {
            int next = 0;
            DeepchecksArtifacts odd = Results.Healthy with { Entries = [.. Results.Healthy.Entries.Select(e => e with { Value = Replaced(e.Value, d, ref next) })], Dataset = Table([.. d, .. d], n) };
            foreach (Detector<DeepchecksArtifacts> detector in DetectorCatalog.Deepchecks) _ = detector.Detect(odd, TestContext.Current.CancellationToken);
        });

    [Fact]
    public void Runs_of_odd_numbers_are_judged()
        => Gen.Select(Odd.Array[8], OddCount.Array[10]).Sample((d, n) =>
        {
            long[] steps = [.. new[] { n[0], n[1], n[2] }.Order()];
            RunArtifacts odd = Runs.Healthy with
            {
                Dataset = Table(d, n),
                Training = Runs.Healthy.Training! with
                {
                    Metrics = new MetricTable([new("train_loss", steps, [d[0], d[1], d[2]], [d[3], d[4], d[5]]), new("learning_rate", steps, [d[0], d[1], d[2]], [d[4], d[5], d[6]])], 3, "metrics.csv"),
                    Parameters = new TrainingParameters { NumEpochs = (int)(n[3] % 50), LearningRate = d[7], BatchSize = (int)(n[4] % 50), Raw = new Dictionary<string, string> { ["num_classes"] = "1e400", ["devices"] = "NaN" } },
                },
            };
            foreach (Detector<RunArtifacts> detector in DetectorCatalog.CrossArtifact) _ = detector.Detect(odd, TestContext.Current.CancellationToken);
        });

    private static DatasetArtifacts Table(double[] d, long[] n)
    {
        var moments = new Moments(d[0], d[1], d[2], d[3]);
        var split = new SplitStatistics { NumSamples = n[0], NumFeatures = (int)(n[1] % 100), DuplicateRows = n[2], ConflictingLabelRows = n[3], MissingCells = n[4], ClassCounts = new Dictionary<string, long> { ["a"] = n[5], ["b"] = n[6] }, Target = moments };
        var feature = new FeatureSplit
        {
            Moments = moments,
            Quantiles = new Dictionary<double, double> { [0.05] = d[4], [0.5] = d[5], [0.95] = d[6] },
            Histogram = [n[7], n[8]],
            TopValues = new Dictionary<string, long> { ["x"] = n[9], ["X "] = n[0], ["--"] = n[1] },
            ValuesNotListed = n[2] == 0 ? 0 : n[2],
            ValueTypes = new Dictionary<string, long> { ["number"] = n[3], ["string"] = n[4] },
            Missing = n[5],
            Unique = n[6],
            StringLength = moments,
        };
        FeatureSplit plain = feature with { Histogram = [] };
        return new DatasetArtifacts
        {
            ImbalanceRatio = d[7],
            NumClasses = (int)(n[7] % 10),
            Splits = new Dictionary<string, SplitStatistics> { ["train"] = split, ["val"] = split with { NumSamples = n[8] }, ["test"] = split with { ClassCounts = new Dictionary<string, long>() } },
            DuplicateRowsTrainVal = n[1],
            DuplicateRowsTrainTest = n[9],
            IndexOverlapTrainTest = n[4],
            Features =
            [
                new FeatureStatistics { Name = "h", Kind = "numeric", TargetAssociation = d[0], Splits = new Dictionary<string, FeatureSplit> { ["train"] = feature, ["val"] = feature with { Histogram = [n[9], n[0]] } } },
                new FeatureStatistics { Name = "q", Kind = "numeric", TargetAssociation = d[1], Splits = new Dictionary<string, FeatureSplit> { ["train"] = plain, ["val"] = plain with { Moments = new Moments(d[7], d[6], d[5], d[4]) } } },
                new FeatureStatistics { Name = "c", Kind = "categorical", Splits = new Dictionary<string, FeatureSplit> { ["train"] = plain, ["test"] = plain } },
            ],
            Correlations = [new FeatureCorrelation("h", "q", d[2])],
            ModelInput = new Dictionary<string, Moments> { ["train"] = moments, ["val"] = new Moments(d[4], d[5], d[6], d[7]) },
            Rest = new JsonObject { ["datetime"] = new JsonObject { ["train"] = 7, ["test"] = new JsonObject { ["min"] = "never", ["max"] = null } } },
            Raw = new Dictionary<string, string> { ["num_val_samples"] = "99999999999999999999" },
        };
    }

    // Every number of a value replaced by the next odd one, finite or not.
    private static JsonNode? Replaced(JsonNode? node, double[] numbers, ref int next)
    {
        switch (node)
        {
            case JsonObject members:
                var map = new JsonObject();
                foreach ((string key, JsonNode? value) in members) map[key] = Replaced(value, numbers, ref next);
                return map;
            case JsonArray items:
                var list = new JsonArray();
                foreach (JsonNode? item in items) list.Add(Replaced(item, numbers, ref next));
                return list;
            case JsonValue value when value.TryGetValue(out double _):
                return JsonValue.Create(numbers[next++ % numbers.Length]);
            default:
                return node?.DeepClone();
        }
    }
}
