using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Detectors.CrossArtifact;
using DeepFix.Detectors.Dataset;
using DeepFix.Tests.Builders;
using static DeepFix.Tests.Detectors.Dataset.Tables;

namespace DeepFix.Tests.Detectors.Dataset;

/// <summary>Numbers of single detectors of data, by hand.</summary>
public sealed class DatasetNumbersTests
{
    [Theory]
    [InlineData(100, null)]
    [InlineData(101, Severity.Medium)]
    public void A_feature_may_miss_a_tenth_of_its_rows(int missing, Severity? severity)
        => Judge(new DatasetMissingValuesDetector(), Healthy.With("size", "train", f => f with { Missing = missing }), "size", missing / 1000.0, severity);

    [Theory]
    [InlineData(200, 0.05, null)]
    [InlineData(240, 0.06, Severity.Medium)]
    [InlineData(1000, 0.25, Severity.Medium)]
    [InlineData(1040, 0.26, Severity.High)]
    public void A_table_may_miss_a_twentieth_of_its_cells(int missing, double share, Severity? severity)
        => Judge(new DatasetMissingValuesDetector(), Healthy.With("train", s => s with { MissingCells = missing }), "missing_cells", share, severity);

    [Theory]
    [InlineData(60, 40, 0.1, null)]
    [InlineData(64, 36, 0.14, Severity.Low)]
    [InlineData(66, 34, 0.16, Severity.Medium)]
    [InlineData(91, 9, 0.41, Severity.High)]
    public void Labels_drift_by_the_share_of_rows_that_would_have_to_change(int a, int b, double distance, Severity? severity)
    {
        DatasetArtifacts data = Healthy.WithClasses("train", ("a", 5000), ("b", 5000)).WithClasses("test", ("a", 100 * a), ("b", 100 * b)).WithClasses("val", ("a", 50), ("b", 50));
        Judge(new DatasetLabelDriftDetector(), data, "test", distance, severity);
    }

    [Fact]
    public void A_difference_of_labels_that_copies_alone_can_bring_is_no_drift()
    {
        DatasetArtifacts data = Healthy.WithClasses("train", ("a", 5000), ("b", 5000)).WithClasses("test", ("a", 7000), ("b", 3000)).WithClasses("val", ("a", 50), ("b", 50));
        Judge(new DatasetLabelDriftDetector(), data.With("train", s => s with { DuplicateRows = 1900 }), "test", 0.2, Severity.Medium);
        Judge(new DatasetLabelDriftDetector(), data.With("train", s => s with { DuplicateRows = 2100 }), "test", 0.2, null);
    }

    [Fact]
    public void A_numeric_target_drifts_by_the_shift_of_its_mean()
    {
        // One deviation apart: the distributions differ by at most erf(1 / (2√2)) = 0.3829.
        var splits = new Dictionary<string, SplitStatistics> { ["train"] = Target(0, 1, 1000), ["test"] = Target(1, 1, 1000) };
        Evidence drift = Measured(new DatasetLabelDriftDetector(), Empty with { Splits = splits }).ShouldHaveSingleItem();
        drift.Value.ShouldBe(0.382925);
        splits["test"] = Target(0, 1, 1000);
        Measured(new DatasetLabelDriftDetector(), Empty with { Splits = splits })[0].Value.ShouldBe(0);

        static SplitStatistics Target(double mean, double deviation, long rows) => new() { NumSamples = rows, Target = new Moments(mean, deviation, null, null) };
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(210, Severity.Low)]
    [InlineData(500, Severity.Medium)]
    public void Copies_are_counted_as_a_share_of_the_training_rows(int copies, Severity? expected)
    {
        var limits = new DatasetDuplicateSamplesDetector.Limits();
        var detector = new DatasetDuplicateSamplesDetector(limits with { Share = limits.Share.At(0.2), MediumShare = limits.MediumShare.At(0.4), HighShare = limits.HighShare.At(0.6) });
        Judge(detector, Healthy.With("train", s => s with { DuplicateRows = copies }), "duplicate_rows", copies / 1000.0, expected);
    }

    [Fact]
    public void Classes_are_imbalanced_by_the_largest_over_the_smallest_that_has_rows()
    {
        Measured(new DatasetClassImbalanceDetector(), Healthy.WithClasses("train", ("a", 300), ("b", 20), ("c", 0), ("d", 100)))[0].Value.ShouldBe(15);
        Measured(new DatasetClassImbalanceDetector(), Empty with { ImbalanceRatio = 12, TaskType = "classification" })[0].Value.ShouldBe(12);
        Detect(new DatasetClassImbalanceDetector(), Empty with { ImbalanceRatio = 12, TaskType = "Regression" }).ShouldBeOfType<Detection.NotAssessable>();
    }

    [Theory]
    [InlineData(0.95, 0.5)]
    [InlineData(0.95, 0.1)]
    public void One_feature_that_stands_alone_leaks_the_target(double best, double second)
        => Detect(new DatasetTargetLeakageDetector(), WithAssociations(best, second)).ShouldBeOfType<Detection.Found>().Findings[0].EvidenceItems[0].ShouldSatisfyAllConditions(e => e.Value.ShouldBe(best), e => e.Series.ShouldBe("size"));

    [Fact]
    public void An_extreme_is_measured_in_widths_of_the_inner_nine_tenths()
    {
        FeatureSplit column = new() { Moments = new Moments(0, 1, -3, 25), Quantiles = new Dictionary<double, double> { [0.05] = -1, [0.95] = 1 } };
        Extreme(column).ShouldBe(12);
        Extreme(column with { Moments = new Moments(0, 1, -41, 2) }).ShouldBe(20);
        Extreme(column with { Moments = new Moments(0, 1, -0.5, 0.5) }).ShouldBe(0);
        Detect(new DatasetOutlierSamplesDetector(), Only(column with { Quantiles = new Dictionary<double, double> { [0.05] = 1, [0.95] = 1 } })).ShouldBeOfType<Detection.NotAssessable>();

        static double Extreme(FeatureSplit train) => Measured(new DatasetOutlierSamplesDetector(), Only(train)).ShouldHaveSingleItem().Value;
        static DatasetArtifacts Only(FeatureSplit train) => Empty with { Features = [new FeatureStatistics { Name = "x", Kind = "numeric", Splits = new Dictionary<string, FeatureSplit> { ["train"] = train } }] };
    }

    [Fact]
    public void Inputs_that_are_prepared_otherwise_are_told_by_their_shift_and_spread()
    {
        // A shift of 0.6 deviations of training, and √(1 + 0.36) of its spread, while the raw features agree.
        Evidence[] shifted = [.. Measured(new DatasetPreprocessingMismatchDetector(), Fed(new(1.2, 2, null, null)))];
        shifted.ShouldHaveSingleItem().Value.ShouldBe(0.6);
        Evidence[] scaled = [.. Measured(new DatasetPreprocessingMismatchDetector(), Fed(new(0, 4, null, null)))];
        scaled.ShouldHaveSingleItem().Value.ShouldBe(2);
        Measured(new DatasetPreprocessingMismatchDetector(), Fed(new(0, 1, null, null)))[0].Value.ShouldBe(2);
        Detect(new DatasetPreprocessingMismatchDetector(), Fed(new(1, 2, null, null))).ShouldBeOfType<Detection.Clean>().Measured.Select(e => e.Value).ShouldBe([Math.Round(Math.Sqrt(1.25), 5), 0.5]);
        Detect(new DatasetPreprocessingMismatchDetector(), Fed(new(1, 0, null, null))).ShouldBeOfType<Detection.NotAssessable>();

        static DatasetArtifacts Fed(Moments validation) => Empty with
        {
            Features = [new FeatureStatistics { Name = "x", Kind = "numeric", Splits = new Dictionary<string, FeatureSplit> { ["train"] = Raw, ["val"] = Raw } }],
            ModelInput = new Dictionary<string, Moments> { ["train"] = new(0, 2, null, null), ["val"] = validation },
        };
    }

    [Fact]
    public void Raw_features_that_differ_themselves_explain_as_much_of_the_inputs()
    {
        // Each feature has moved by half of its deviation, so inputs that moved by half of theirs are as expected.
        DatasetArtifacts data = Empty with
        {
            Features = [new FeatureStatistics { Name = "x", Kind = "numeric", Splits = new Dictionary<string, FeatureSplit> { ["train"] = Raw, ["val"] = Raw with { Moments = new Moments(15, 10, null, null) } } }],
            ModelInput = new Dictionary<string, Moments> { ["train"] = new(0, 2, null, null), ["val"] = new(1, 2, null, null) },
        };
        Measured(new DatasetPreprocessingMismatchDetector(), data).Select(e => e.Value).ShouldBe([1, 0]);
    }

    [Fact]
    public void Rows_are_counted_by_their_number_else_by_their_classes()
    {
        var counts = new Dictionary<string, long> { ["a"] = 3, ["b"] = 4 };
        Rows.Of(new SplitStatistics { NumSamples = 10, ClassCounts = counts }).ShouldBe(10);
        Rows.Of(new SplitStatistics { ClassCounts = counts }).ShouldBe(7);
        Rows.Of(new SplitStatistics()).ShouldBeNull();
        Rows.Of(null).ShouldBeNull();
    }

    [Fact]
    public void Copies_are_no_rows_of_their_own_and_one_row_always_is()
    {
        Rows.IndependentShare(new SplitStatistics { NumSamples = 1000, DuplicateRows = 300 }).ShouldBe(0.7);
        Rows.CopiedShare(new SplitStatistics { NumSamples = 1000, DuplicateRows = 300 }).ShouldBe(0.3, 1e-12);
        Rows.IndependentShare(new SplitStatistics { NumSamples = 10, DuplicateRows = 10 }).ShouldBe(0.1);
        Rows.IndependentShare(new SplitStatistics { NumSamples = 0, DuplicateRows = 0 }).ShouldBe(1);
        Rows.IndependentShare(new SplitStatistics { NumSamples = 10 }).ShouldBe(1);
        Rows.IndependentShare(null).ShouldBe(1);
    }

    [Fact]
    public void Counts_are_aligned_by_the_names_of_both()
    {
        (double[] first, double[] second) = Rows.Aligned(new Dictionary<string, long> { ["b"] = 2, ["a"] = 1 }, new Dictionary<string, long> { ["c"] = 3, ["a"] = 4 });
        first.ShouldBe([1, 2, 0]);
        second.ShouldBe([4, 0, 3]);
    }

    [Fact]
    public void A_feature_is_compared_by_its_histogram_else_by_its_values_else_by_its_quantiles()
    {
        Distance("numeric", new FeatureSplit { Histogram = [50, 50] }, new FeatureSplit { Histogram = [70, 30] })!.Value.ShouldBe(0.2, 1e-12);
        Distance("numeric", new FeatureSplit { Histogram = [50, 50] }, new FeatureSplit { Histogram = [70, 20, 10] }).ShouldBeNull();
        Distance("categorical", Words(("a", 50), ("b", 50)), Words(("a", 80), ("b", 20)))!.Value.ShouldBe(0.3, 1e-12);
        Distance("categorical", Words(("Oslo ", 50), ("b", 50)), Words(("oslo", 80), ("b", 20)))!.Value.ShouldBe(0.3, 1e-12);
        Distance("categorical", Words(("a", 50), ("b", 50)), Words(("a", 25), ("b", 25), ("NA", 50)))!.Value.ShouldBe(0, 1e-12, "what is missing is another fault");
        Distance("categorical", Words(("a", 50), ("b", 50)), Words(("a", 40), ("b", 40)) with { ValuesNotListed = 20 })!.Value.ShouldBe(0.2, 1e-12);
        Distance("numeric", Words(("a", 50)), Words(("a", 50))).ShouldBeNull();
    }

    [Fact]
    public void Numbers_that_no_data_can_have_are_taken_as_not_stated()
    {
        PlausibleNumbers.Of(double.NaN).ShouldBeNull();
        PlausibleNumbers.Of(double.NegativeInfinity).ShouldBeNull();
        PlausibleNumbers.Of(1e101).ShouldBeNull();
        PlausibleNumbers.Of(-1e99).ShouldBe(-1e99);
        PlausibleNumbers.Of(1e-101).ShouldBe(0);
        PlausibleNumbers.Of(1e-99).ShouldBe(1e-99);
        DatasetArtifacts odd = (Healthy with { DuplicateRowsTrainVal = -1, DuplicateRowsTrainTest = 0, IndexOverlapTrainTest = long.MaxValue, ImbalanceRatio = double.NaN })
            .With("train", s => s with { NumSamples = -5, NumFeatures = -1, ClassCounts = new Dictionary<string, long> { ["a"] = -1, ["b"] = 2 } })
            .With("size", "train", f => f with { Histogram = [1, -1], Moments = new Moments(1, -1, double.NaN, 2) }).Plausible();
        (odd.DuplicateRowsTrainVal, odd.DuplicateRowsTrainTest, odd.IndexOverlapTrainTest, odd.ImbalanceRatio).ShouldBe((null, 0, null, null));
        (odd.Splits["train"].NumSamples, odd.Splits["train"].NumFeatures).ShouldBe((null, null));
        odd.Splits["train"].ClassCounts.Keys.ShouldBe(["b"]);
        odd.Features[0].Splits["train"].Histogram.ShouldBeEmpty();
        odd.Features[0].Splits["train"].Moments.ShouldBe(new Moments(1, null, null, 2));
    }

    [Fact]
    public void An_accuracy_tells_on_how_many_rows_it_was_measured()
    {
        RowsBehindScore rows = Behind([.. Enumerable.Range(1, 8).Select(i => Math.Round(i / 8.0 * 7 / 8, 6))]).ShouldNotBeNull();
        rows.Rows.ShouldBe(64, "seven sixty-fourths and its multiples");
        rows.Explains(64, null).ShouldBeTrue();
        rows.Explains(65, 64).ShouldBeTrue("the last batch is dropped");
        rows.Explains(60, 64).ShouldBeTrue("the last batch is filled up");
        rows.Explains(63, null).ShouldBeTrue("two devices share the rows");
        rows.Explains(50, null).ShouldBeFalse();
        rows.Explains(16, null).ShouldBeTrue("finer parts of the declared rows");
        Behind([0.125, 0.25, 0.375, 0.5, 0.625]).ShouldBeNull("five values say nothing");
        Behind([0, 1, 0.125, 0.25, 0.375, 0.5, 0.625]).ShouldBeNull("nothing and all are parts of any number of rows");
        Behind([0.1234567, 0.2345679, 0.3141593, 0.4142136, 0.5772157, 0.6180340]).ShouldBeNull("means over batches are no whole parts");

        static RowsBehindScore? Behind(double[] values) => RowsBehindScore.Of(Curve.Series("val_accuracy", values));
    }

    private static FeatureSplit Raw { get; } = new() { Moments = new Moments(10, 10, null, null) };

    private static double? Distance(string kind, FeatureSplit train, FeatureSplit test)
        => FeatureDistance.Between(Healthy, new FeatureStatistics { Name = "x", Kind = kind, Splits = new Dictionary<string, FeatureSplit> { ["train"] = train, ["test"] = test } }, "test")?.Effect;

    private static void Judge(Detector<DatasetArtifacts> detector, DatasetArtifacts data, string series, double value, Severity? severity)
    {
        Detection detection = Detect(detector, data);
        (detection as Detection.Found)?.Findings.ShouldHaveSingleItem().Severity.ShouldBe(severity!.Value);
        (detection is Detection.Found).ShouldBe(severity is not null);
        Measured(detector, data).Single(e => e.Series == series).Value.ShouldBe(value, 1e-9);
    }

    private static IReadOnlyList<Evidence> Measured(Detector<DatasetArtifacts> detector, DatasetArtifacts data) => Detect(detector, data) switch
    {
        Detection.Found found => found.Findings.ShouldHaveSingleItem().EvidenceItems,
        Detection.Clean clean => clean.Measured,
        _ => [],
    };

    private static Detection Detect(Detector<DatasetArtifacts> detector, DatasetArtifacts data) => detector.Detect(data, TestContext.Current.CancellationToken);
}
