using DeepFix.Agents;
using DeepFix.Fetch;
using DeepFix.Server.Hosting;
using DeepFix.Server.Security;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Analysis;

internal static class AnalysisExtensions
{
    /// <summary>The job itself, and where its runs come from.</summary>
    public static void AddAnalysis(this IServiceCollection services)
    {
        services.AddSingleton<AnalysisRequestReader>();
        services.AddSingleton(Limits);
        services.AddSingleton<WorkFolder>();
        services.AddHostedService<LeftoverRemoval>();
        services.AddSingleton(AnalysisPipeline.Default);
        services.AddSingleton<HungAgents>();
        services.AddSingleton(provider => new RunAnalysis(
            provider.GetRequiredService<AnalysisPipeline>(), provider.GetRequiredService<FetchLimits>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<HungAgents>().Watch));
        services.AddHealthChecks().AddCheck<HungAgentsCheck>("agents");
        services.AddSingleton<RequestedAnalysis>();
        services.AddSingleton<OpenRun>(provider => (tracking, runId) => Open(provider, tracking, runId));
    }

    private static MlflowRunSource Open(IServiceProvider provider, TrackingLocation tracking, string runId)
    {
        if (tracking.Host is { } host) provider.GetRequiredService<TrackingHosts>().Check(host);
        return new MlflowRunSource(
            tracking.Uri,
            runId,
            provider.GetRequiredService<MlflowAccess>().For(tracking.Host),
            provider.GetRequiredService<FetchLimits>(),
            provider.GetRequiredService<WorkFolder>().Path);
    }

    private static FetchLimits Limits(IServiceProvider provider)
    {
        FetchOptions options = provider.GetRequiredService<IOptions<ServerOptions>>().Value.Fetch;
        return new FetchLimits
        {
            MaxFileBytes = options.MaxFileBytes,
            MaxFiles = options.MaxFiles,
            MaxTotalBytes = options.MaxTotalBytes,
            MaxConcurrency = options.MaxConcurrency,
            Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
        };
    }
}
