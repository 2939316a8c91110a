using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;

namespace DeepFix.Cli.Compare;

/// <summary>Lets a DeepFix server compare.</summary>
internal sealed class ServerComparer(DeepFixServer server, string trackingUri) : IComparer
{
    public Task<ComparisonResult> CompareAsync(IReadOnlyList<Subject> subjects, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var request = new ComparisonRequest
        {
            Runs = [.. subjects.Select(s => new RunReference { RunId = s.Label, MlflowTrackingUri = trackingUri })],
            Baseline = options.Baseline,
            Metric = options.Metric,
            MaxAnalysisTime = options.MaxTime.TotalSeconds,
        };
        return server.PostAsync("api/v1/compare", request, DeepFixJson.Default.ComparisonRequest, DeepFixJson.Default.ComparisonResult, cancellationToken);
    }
}
