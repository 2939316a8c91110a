using DeepFix.Evaluation.Transformations;

namespace DeepFix.Evaluation.Tests;

/// <summary>Faults of the record that no labelled run carries, put into recorded runs, and what only looks like them.</summary>
public sealed class TransformationTests(TransformationTests.Trial trial) : IClassFixture<TransformationTests.Trial>
{
    private const double LeastRecall = 0.9;
    private const int LeastRuns = 20;

    public static TheoryData<string> AllCodes =>
    [
        Codes.HiddenNan, Codes.LossSpike, Codes.ExcessiveClipping, Codes.LrScheduleMismatch, Codes.OptimizerParamSuspicious, Codes.MetricLoggingBug, Codes.ConfigLogContradiction, Codes.EarlyStoppingMisconfigured,
    ];

    [Theory]
    [MemberData(nameof(AllCodes))]
    public void Nine_of_ten_faults_are_found_and_no_near_miss(string code)
    {
        TransformationCount count = trial.Result.Counts[code];
        count.Faults.ShouldBeGreaterThanOrEqualTo(LeastRuns);
        count.NearMisses.ShouldBeGreaterThanOrEqualTo(LeastRuns);
        count.Recall.ShouldBeGreaterThanOrEqualTo(LeastRecall, string.Join("\n", count.Missed));
        count.False.ShouldBeEmpty();
    }

    [Fact]
    public void Every_transformation_lends_itself_to_a_bundled_run()
    {
        RecordedRun[] runs = [.. BundledRuns.Healthy];
        TransformationTrial.All.Where(t => !runs.Any(r => t.Apply(r, new Random(1)) is not null)).Select(t => t.Description).ShouldBeEmpty();
    }

    [Fact]
    public void Descriptions_are_told_apart() => TransformationTrial.All.Select(t => (t.Code, t.Description)).ShouldBeUnique();

    /// <summary>All transformations, tried once on the bundled runs in which nothing is wrong.</summary>
    public sealed class Trial : IAsyncLifetime
    {
        internal TransformationTrial Result { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Result = await TransformationTrial.RunAsync(BundledRuns.Healthy);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
