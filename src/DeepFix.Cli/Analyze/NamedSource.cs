using DeepFix.Agents;
using DeepFix.Fetch;

namespace DeepFix.Cli.Analyze;

/// <summary>A source that remembers the name of the run that it brought: results carry ids only.</summary>
internal sealed class NamedSource(RunSource inner) : RunSource
{
    public string? Name { get; private set; }

    public override string Where => inner.Where;

    public override string RunId => inner.RunId;

    public override async Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken)
    {
        FetchedRun fetched = await inner.FetchAsync(timeout, progress, cancellationToken);
        Name = fetched.Record.Name is { Length: > 0 } name ? name : null;
        return fetched;
    }
}
