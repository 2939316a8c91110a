using DeepFix.Evaluation.Laws;
using DeepFix.Evaluation.Transformations;

namespace DeepFix.Evaluation.Tests;

/// <summary>What was found does not depend on how the same training was recorded.</summary>
public sealed class LawTests(LawTests.Trial trial) : IClassFixture<LawTests.Trial>
{
    /// <summary>Every second epoch takes information away: a run at a border may fall to its other side.</summary>
    private const string Thinned = "every second epoch";

    /// <summary>A loss is held against what a guess costs, in nats: under another unit that is not to be seen.</summary>
    private static readonly string[] InNats = [Codes.RedundantSoftmax, Codes.MissingShuffle, Codes.WrongFinalActivation, Codes.LabelNoise];

    public static TheoryData<string> Exact => [.. Law.All.Select(l => l.Name).Where(n => n != Thinned)];

    [Theory]
    [MemberData(nameof(Exact))]
    public void Medium_and_high_codes_stay(string law)
    {
        trial.Result.Laws[law].Runs.ShouldBeGreaterThanOrEqualTo(8);
        trial.Result.Laws[law].Broken.Where(b => !(law.StartsWith("losses", StringComparison.Ordinal) && InNats.Any(c => b.EndsWith(" -" + c, StringComparison.Ordinal)))).ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_column_makes_no_wrong_finding() => trial.Result.WrongAfterDrop.ShouldBeEmpty();

    [Fact]
    public void A_second_analysis_has_the_same_bytes() => trial.Result.NotRepeated.ShouldBeEmpty();

    /// <summary>All laws, tried once on the bundled runs.</summary>
    public sealed class Trial : IAsyncLifetime
    {
        internal LawTrial Result { get; private set; } = null!;

        public async ValueTask InitializeAsync()
            => Result = await LawTrial.RunAsync(BundledRuns.All.Select(r => (RecordedRun.Read(r.Folder), (IReadOnlyCollection<string>)[.. r.Right])));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
