using DeepFix.Agents;
using DeepFix.Artifacts;
using DeepFix.Fetch;

namespace DeepFix.Cli.Verify;

/// <summary>A run that is here already.</summary>
internal sealed class FetchedSource(RunSource from, RunRecord record) : RunSource
{
    public override string Where => from.Where;

    public override string RunId => from.RunId;

    public override Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
        => Task.FromResult(new FetchedRun(record, temporaryFolder: null));
}
