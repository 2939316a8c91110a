using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Detectors.Dataset;

namespace DeepFix.Tests.Detectors.Dataset;

public sealed class DatasetDetectorTests
{
    public static TheoryData<string> Codes => [.. DatasetCases.All.Keys];

    [Fact]
    public void Every_detector_of_datasets_has_a_case()
        => DatasetCases.All.Keys.ShouldBe(DetectorCatalog.Dataset.Select(d => d.Code), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_faulty_table_is_told_from_a_healthy_and_from_an_empty_one(string code)
        => DatasetCases.All[code].ShouldTellFaultyFromHealthy(Tables.Healthy, Tables.Empty);

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_verdict_turns_on_each_limit_alone(string code) => DatasetCases.All[code].ShouldTurnOnEachLimit();

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_verdict_is_the_same_when_asked_twice(string code)
    {
        DetectorCase<DatasetArtifacts> one = DatasetCases.All[code];
        string Said() => ((Detection.Found)one.Detector.Detect(one.Faulty, TestContext.Current.CancellationToken)).Findings[0].Description;
        Said().ShouldBe(Said());
    }

    [Fact]
    public void Ten_rows_a_class_may_differ_by_a_third_through_chance()
    {
        DatasetArtifacts small = Tables.Healthy.WithClasses("val", ("a", 9), ("b", 15), ("c", 11));
        Verdict(new DatasetLabelDriftDetector(), small).ShouldBe("clean");
    }

    [Fact]
    public void Drift_of_a_feature_that_the_change_of_labels_explains_is_not_reported()
    {
        DatasetArtifacts drifting = Tables.Healthy.With("size", "val", f => f with { Histogram = [40, 60, 80, 220] });
        Verdict(new DatasetFeatureDriftDetector(), drifting).ShouldStartWith("feature_drift");
        Verdict(new DatasetFeatureDriftDetector(), drifting.WithClasses("val", ("a", 20), ("b", 60), ("c", 320))).ShouldBe("clean");
    }

    [Fact]
    public void Copies_move_a_distribution_by_their_share_and_that_is_no_drift()
    {
        DatasetArtifacts drifting = Tables.Healthy.With("size", "val", f => f with { Histogram = [40, 60, 80, 220] });
        Verdict(new DatasetFeatureDriftDetector(), drifting.With("train", s => s with { DuplicateRows = 600 })).ShouldBe("clean");
    }

    [Fact]
    public void Drift_shows_in_quantiles_too()
        => Verdict(new DatasetFeatureDriftDetector(), Tables.Healthy.With("weight", "val", _ => Tables.Numbers(12, 2))).ShouldStartWith("feature_drift Medium");

    [Fact]
    public void Drift_shows_in_categories_but_variants_of_a_spelling_are_none()
    {
        Verdict(new DatasetFeatureDriftDetector(), Cities(("Oslo", 80), ("Rome", 320))).ShouldStartWith("feature_drift Medium");
        Verdict(new DatasetFeatureDriftDetector(), Cities((" oslo", 120), ("Oslo", 112), ("Rome", 168))).ShouldBe("clean");
    }

    [Fact]
    public void A_numeric_target_drifts_by_its_mean()
    {
        DatasetArtifacts shifted = Target(Target(Tables.Regression, "train", 10), "val", 12);
        Verdict(new DatasetLabelDriftDetector(), shifted).ShouldStartWith("label_drift Medium");
    }

    [Fact]
    public void Rows_that_repeat_by_nature_are_no_leak()
    {
        DatasetArtifacts coarse = (Tables.Healthy with { DuplicateRowsTrainVal = 14 }).With("train", s => s with { DuplicateRows = 18 }).With("val", s => s with { DuplicateRows = 3 });
        Verdict(new DatasetSplitLeakageDetector(), coarse).ShouldBe("clean");
        Verdict(new DatasetSplitLeakageDetector(), coarse.With("train", s => s with { DuplicateRows = 0 })).ShouldStartWith("split_leakage");
    }

    [Fact]
    public void Several_good_features_of_an_easy_task_are_no_leak()
        => Verdict(new DatasetTargetLeakageDetector(), Tables.WithAssociations(0.966, 0.944)).ShouldBe("clean");

    [Fact]
    public void Border_pixels_may_be_constant()
    {
        DatasetArtifacts images = DatasetCases.All["constant_feature"].Faulty.With("train", s => s with { SampleShape = [8, 8] });
        Verdict(new DatasetConstantFeatureDetector(), images).ShouldBe("not assessable");
    }

    [Fact]
    public void Regression_has_neither_imbalance_nor_conflicting_labels()
    {
        Verdict(new DatasetClassImbalanceDetector(), Tables.Regression).ShouldBe("not assessable");
        Verdict(new DatasetConflictingLabelsDetector(), Tables.Regression).ShouldBe("not assessable");
    }

    [Fact]
    public void A_ratio_in_the_metadata_is_enough()
        => Verdict(new DatasetClassImbalanceDetector(), new DatasetArtifacts { ImbalanceRatio = 12 }).ShouldStartWith("class_imbalance Medium");

    [Fact]
    public void Numbers_written_as_text_are_no_variants_of_each_other()
        => Verdict(new DatasetStringMismatchDetector(), Tables.Healthy.With("city", "train", _ => Tables.Words(("1.0", 500), ("10", 300), ("-10", 200)))).ShouldBe("clean");

    private static string Verdict(Detector<DatasetArtifacts> detector, DatasetArtifacts artifacts) => DetectorCase<DatasetArtifacts>.Verdict(detector, artifacts);

    private static DatasetArtifacts Cities(params (string, long)[] values) => Tables.Healthy.With("city", "val", _ => Tables.Words(values));

    private static DatasetArtifacts Target(DatasetArtifacts artifacts, string split, double mean)
        => artifacts.With(split, s => s with { ClassCounts = new Dictionary<string, long>(), Target = new Moments(mean, 3, mean - 9, mean + 9) });
}
