using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Detectors.Deepchecks;

namespace DeepFix.Tests.Detectors.Deepchecks;

public sealed class DeepchecksDetectorTests
{
    public static TheoryData<string> Codes => [.. DeepchecksCases.All.Keys];

    [Fact]
    public void Every_detector_of_deepchecks_has_a_case()
        => DeepchecksCases.All.Keys.ShouldBe(DetectorCatalog.Deepchecks.Select(d => d.Code), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Codes))]
    public void Faulty_results_are_told_from_healthy_and_from_empty_ones(string code)
        => DeepchecksCases.All[code].ShouldTellFaultyFromHealthy(Results.Healthy, Results.Empty);

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_verdict_turns_on_each_limit_alone(string code) => DeepchecksCases.All[code].ShouldTurnOnEachLimit();

    [Fact]
    public void A_drift_score_that_small_samples_bring_by_chance_is_no_drift()
    {
        DeepchecksArtifacts small = Results.Healthy
            .With("Datasets Size Comparison", """{"Train": 49, "Test": 21}""")
            .With("Feature Drift", """{"size": {"Drift score": 0.39, "Method": "Kolmogorov-Smirnov"}, "city": {"Drift score": 0.36, "Method": "Cramer's V"}}""")
            .With("Label Drift", """{"Drift score": 0.28, "Method": "Kolmogorov-Smirnov"}""");
        Verdict(new DeepchecksFeatureDriftDetector(), small).ShouldBe("clean");
        Verdict(new DeepchecksLabelDriftDetector(), small).ShouldBe("clean");
    }

    [Fact]
    public void Without_sample_sizes_a_drift_score_says_nothing()
    {
        DeepchecksArtifacts without = DeepchecksCases.All["feature_drift"].Faulty;
        without = without with { Entries = [.. without.Entries.Where(e => e.CheckName != "Datasets Size Comparison")] };
        Verdict(new DeepchecksFeatureDriftDetector(), without).ShouldBe("not assessable");
        var rows = new Dictionary<string, SplitStatistics> { ["train"] = new() { NumSamples = 1000 }, ["test"] = new() { NumSamples = 400 } };
        Verdict(new DeepchecksFeatureDriftDetector(), without with { Dataset = new DatasetArtifacts { Splits = rows } }).ShouldStartWith("feature_drift");
    }

    [Fact]
    public void A_verdict_of_deepchecks_is_not_trusted()
    {
        DeepchecksArtifacts failed = Results.Healthy with
        {
            Entries = [.. Results.Healthy.Entries.Select(e => e with { Conditions = [new DeepchecksCondition("FAIL", "always", "1")] })],
        };
        foreach (Detector<DeepchecksArtifacts> detector in DetectorCatalog.Deepchecks) Verdict(detector, failed).ShouldBe("clean", detector.Code);
    }

    [Fact]
    public void Checks_that_crashed_are_not_assessable()
    {
        DeepchecksArtifacts crashed = Results.Healthy with { Entries = [.. Results.Healthy.Entries.Select(e => e with { Failure = "crashed", Value = null })] };
        foreach (Detector<DeepchecksArtifacts> detector in DetectorCatalog.Deepchecks) Verdict(detector, crashed).ShouldBe("not assessable", detector.Code);
    }

    [Fact]
    public void Values_of_another_form_than_expected_never_throw()
    {
        foreach (string value in new[] { "null", "7", "\"text\"", "[]", "[1]", "{}", """{"a": null}""", """{"a": {"b": [null, {"c": "[broken"}]}}""", "\"[broken\"" })
        {
            DeepchecksArtifacts odd = Results.Healthy with { Entries = [.. Results.Healthy.Entries.Select(e => e with { Value = System.Text.Json.Nodes.JsonNode.Parse(value) })] };
            foreach (Detector<DeepchecksArtifacts> detector in DetectorCatalog.Deepchecks) Verdict(detector, odd).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Severity_of_imbalance_follows_the_recall_of_the_small_class()
    {
        Imbalanced(0.9).ShouldStartWith("class_imbalance Low");
        Imbalanced(0.5).ShouldStartWith("class_imbalance Medium");
        Imbalanced(0.1).ShouldStartWith("class_imbalance High");
    }

    [Fact]
    public void An_error_no_smaller_than_that_of_the_mean_is_worse_than_the_baseline()
    {
        DeepchecksArtifacts regression = Results.Empty.With("Simple Model Comparison", """{"scores": {"Neg RMSE": {"Origin": -81.9, "Simple": -77.9}}}""");
        Verdict(new DeepchecksModelWorseThanBaselineDetector(), regression).ShouldStartWith("model_worse_than_baseline");
    }

    [Fact]
    public void A_few_rows_of_bad_luck_are_no_weak_segment()
        => Verdict(new DeepchecksWeakSegmentDetector(), Results.Healthy.With("Weak Segments Performance", Results.Segments("Accuracy Score", 0.96, (0.55, 9)), "test")).ShouldBe("clean");

    [Fact]
    public void Images_tell_new_labels_and_drift_of_properties()
    {
        DeepchecksArtifacts vision = Results.Healthy
            .With("New Labels", """{"new_labels": {"9": 15}, "all_labels_count": 147}""")
            .With("Image Property Drift", """{"Brightness": {"Drift score": 0.93, "Method": "Kolmogorov-Smirnov"}}""");
        Verdict(new DeepchecksNewLabelDetector(), vision).ShouldStartWith("new_label");
        Verdict(new DeepchecksFeatureDriftDetector(), vision).ShouldStartWith("feature_drift High");
    }

    private static string Imbalanced(double recall)
        => Verdict(new DeepchecksClassImbalanceDetector(), Results.Healthy.With("Train Test Performance", Results.Performance(("a", 900, 360, 0.9), ("b", 100, 40, recall))));

    private static string Verdict(Detector<DeepchecksArtifacts> detector, DeepchecksArtifacts artifacts) => DetectorCase<DeepchecksArtifacts>.Verdict(detector, artifacts);
}
