using DeepFix.Artifacts;
using DeepFix.Detectors;
using DeepFix.Detectors.Deepchecks;
using static DeepFix.Tests.Detectors.Deepchecks.Results;

namespace DeepFix.Tests.Detectors.Deepchecks;

/// <summary>Numbers of single detectors of deepchecks results, by hand.</summary>
public sealed class DeepchecksNumbersTests
{
    /// <summary>Cramér's V of 0.3 over 140 rows: chi-square of 13.5 with one degree of freedom (two classes) is one in four thousand, of 21.6 with nine (ten classes) one in a hundred.</summary>
    private static readonly DeepchecksArtifacts Drift = Empty.With("Datasets Size Comparison", """{"Train": 100, "Test": 40}""").With("Label Drift", """{"Drift score": 0.3, "Method": "Cramer's V"}""");

    private static readonly string[] Ten = [.. Enumerable.Range(0, 10).Select(i => $"class {i}")];

    [Fact]
    public void How_likely_a_label_drift_is_by_chance_depends_on_the_number_of_classes()
    {
        Found(Drift).Description.ShouldContain("Cramer's V) 0.3 over 100 and 40 rows, with a chance of 0.00024 to be noise.");
        Clean(Drift with { Dataset = new DatasetArtifacts { NumClasses = 10 } });
        Clean(Drift with { Dataset = new DatasetArtifacts { ClassNames = Ten } });
    }

    [Fact]
    public void A_declared_number_of_classes_comes_before_their_names_and_there_are_two_at_least()
    {
        Found(Drift with { Dataset = new DatasetArtifacts { NumClasses = 2, ClassNames = Ten } });
        Clean(Drift with { Dataset = new DatasetArtifacts { NumClasses = 10, ClassNames = ["a", "b"] } });
        Found(Drift with { Dataset = new DatasetArtifacts { NumClasses = 1 } });
        Found(Drift with { Dataset = new DatasetArtifacts() });
    }

    [Fact]
    public void A_drift_that_copies_alone_can_bring_is_none()
    {
        DeepchecksArtifacts many = Drift.With("Datasets Size Comparison", """{"Train": 1000, "Test": 400}""");
        Found(many.With("Data Duplicates", "0.29", "train"));
        Clean(many.With("Data Duplicates", "0.31", "train"));
        Found(many.With("Data Duplicates", "0.31", "test"));
    }

    [Fact]
    public void Copies_are_no_evidence_of_their_own()
    {
        // 115 rows give a chi-square of 11.3, one in 1,200; 71 and 15 of their own give 8.7, one in 300.
        DeepchecksArtifacts few = Drift.With("Datasets Size Comparison", """{"Train": 100, "Test": 15}""");
        Found(few);
        Clean(few.With("Data Duplicates", "0.29", "train"));
    }

    [Fact]
    public void The_gravest_of_several_drifts_decides()
    {
        DeepchecksArtifacts many = Drift.With("Datasets Size Comparison", """{"Train": 1000, "Test": 400}""");
        Finding finding = Found(many.With("Label Drift", """{"a": {"Drift score": 0.2, "Method": "Kolmogorov-Smirnov"}, "b": {"Drift score": 0.6, "Method": "Cramer's V"}, "c": {"Drift score": 0.9, "Method": "unheard of"}}"""));
        finding.Severity.ShouldBe(Severity.High);
        finding.EvidenceItems.Select(e => e.Value).ShouldBe([0.6, 0.2]);
        finding.EvidenceItems.Select(e => e.Limit).ShouldBe([0.1, 0.15]);
        Found(many.With("Label Drift", """{"Drift score": 0.5, "Method": "Cramer's V"}""")).Severity.ShouldBe(Severity.Medium);
    }

    [Fact]
    public void Numbers_and_text_are_mixed_by_the_share_of_the_rarer()
    {
        Mixed("""{"strings": 0.95, "numbers": 0.05, "strings_examples": ["x"], "numbers_examples": [4]}""").Value.ShouldBe(0.05);
        Mixed("""{"strings": 0.05, "numbers": 0.95, "strings_examples": ["x"], "numbers_examples": [4]}""").Value.ShouldBe(0.05);
        Mixed("""{"strings": 0.01, "numbers": 0.99, "strings_examples": ["x"], "numbers_examples": [4]}""").CrossesLimit.ShouldBeFalse();
    }

    [Fact]
    public void One_example_with_a_meaning_is_enough_and_none_is_no_mixture()
    {
        Mixed("""{"strings": 0.95, "numbers": 0.05, "strings_examples": ["x"], "numbers_examples": ["NaN", 4]}""").Value.ShouldBe(0.05);
        Mixed("""{"strings": 0.05, "numbers": 0.95, "strings_examples": ["", "see note"], "numbers_examples": [4]}""").Value.ShouldBe(0.05);
        Mixed("""{"strings": 0.95, "numbers": 0.05, "strings_examples": ["x"], "numbers_examples": ["NaN", "null"]}""").Value.ShouldBe(0);
        Mixed("""{"strings": 0.95, "numbers": 0.05, "strings_examples": ["x"], "numbers_examples": []}""").Value.ShouldBe(0);
        Mixed("""{"strings": 0.95, "numbers": 0.05, "numbers_examples": [4]}""").Value.ShouldBe(0);
        Mixed("{}").Value.ShouldBe(0);
    }

    [Fact]
    public void A_mixture_is_told_with_the_split_that_was_looked_at()
    {
        const string mixed = """{"strings": 0.95, "numbers": 0.05, "strings_examples": ["x"], "numbers_examples": [4]}""";
        Mixed(mixed, "test").Measure.ShouldBe("share of the rarer of numbers and text in test");
        Mixed(mixed, null).Measure.ShouldBe("share of the rarer of numbers and text in the data");
    }

    [Theory]
    [InlineData(0.95, 0.5, true)]
    [InlineData(0.95, 0.79, true)]
    [InlineData(0.95, 0.81, false)]
    [InlineData(0.9, 0.1, false)]
    [InlineData(0.985, 0.97, false)]
    [InlineData(0.99, 0.98, true)]
    public void One_feature_alone_leaks_the_target_where_the_next_leaves_four_times_as_much_open_or_where_it_is_nearly_certain(double best, double next, bool leaks)
        => Detect(new DeepchecksTargetLeakageDetector(), Empty.With("Feature Label Correlation", FormattableString.Invariant($$"""{"a": {{next}}, "b": {{best}}}"""), "train")).ShouldBeOfType(leaks ? typeof(Detection.Found) : typeof(Detection.Clean));

    [Fact]
    public void A_feature_without_another_stands_alone()
        => Detect(new DeepchecksTargetLeakageDetector(), Empty.With("Feature Label Correlation", """{"a": 0.91}""", "train")).ShouldBeOfType<Detection.Found>().Findings[0].EvidenceItems[0].Series.ShouldBe("a");

    [Fact]
    public void A_weak_segment_is_told_by_the_share_of_accuracy_that_it_loses_or_by_its_error_over_the_average()
    {
        Segment("Accuracy Score", 0.8, 0.4, 100).Value.ShouldBe(0.5);
        Segment("Accuracy Score", 0.8, 0.9, 100).Value.ShouldBe(0);
        Segment("Neg RMSE Score", -2, -5, 100).Value.ShouldBe(2.5);
        Segment("Neg RMSE Score", -2, -3, 100).CrossesLimit.ShouldBeFalse("one and a half times the error is the limit itself");
        Detect(new DeepchecksWeakSegmentDetector(), Empty.With("Weak Segments Performance", Segments("F1 Score", 0.8, (0.1, 100)), "test")).ShouldBeOfType<Detection.NotAssessable>();
        Detect(new DeepchecksWeakSegmentDetector(), Empty.With("Weak Segments Performance", Segments("Neg RMSE Score", 0, (-1, 100)), "test")).ShouldBeOfType<Detection.NotAssessable>();
    }

    [Fact]
    public void Segments_of_training_count_only_where_test_was_not_looked_at()
    {
        DeepchecksArtifacts training = Empty.With("Weak Segments Performance", Segments("Accuracy Score", 0.8, (0.2, 100)), "train");
        Detect(new DeepchecksWeakSegmentDetector(), training).ShouldBeOfType<Detection.Found>();
        Detect(new DeepchecksWeakSegmentDetector(), training.With("Weak Segments Performance", Segments("Accuracy Score", 0.8, (0.7, 100)), "test")).ShouldBeOfType<Detection.Clean>();
    }

    [Fact]
    public void A_date_that_overlaps_is_told_by_the_share_of_test_rows()
    {
        DeepchecksDateLeakageDetector detector = new();
        Detect(detector, Empty.With("Date Train Test Leakage Overlap", "0.99")).ShouldBeOfType<Detection.Found>().Findings[0].EvidenceItems[0].Value.ShouldBe(0.99);
        Detect(detector, Empty.With("Date Train Test Leakage Overlap", "0")).ShouldBeOfType<Detection.Clean>();
    }

    private static Finding Found(DeepchecksArtifacts artifacts) => Detect(new DeepchecksLabelDriftDetector(), artifacts).ShouldBeOfType<Detection.Found>().Findings.ShouldHaveSingleItem();

    private static void Clean(DeepchecksArtifacts artifacts) => Detect(new DeepchecksLabelDriftDetector(), artifacts).ShouldBeOfType<Detection.Clean>();

    private static Evidence Mixed(string types, string? split = "train") => Only(Detect(new DeepchecksMixedDataTypesDetector(), Empty.With("Mixed Data Types", $$"""{"size": {{types}}}""", split)));

    private static Evidence Segment(string metric, double average, double score, int rows) => Only(Detect(new DeepchecksWeakSegmentDetector(), Empty.With("Weak Segments Performance", Segments(metric, average, (score, rows)), "test")));

    private static Evidence Only(Detection detection) => detection switch
    {
        Detection.Found found => found.Findings.ShouldHaveSingleItem().EvidenceItems.ShouldHaveSingleItem(),
        Detection.Clean clean => clean.Measured.ShouldHaveSingleItem(),
        _ => throw new InvalidOperationException("nothing was measured"),
    };

    private static Detection Detect(Detector<DeepchecksArtifacts> detector, DeepchecksArtifacts artifacts) => detector.Detect(artifacts, TestContext.Current.CancellationToken);
}
