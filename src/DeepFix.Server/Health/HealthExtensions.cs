using DeepFix.Server.Security;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DeepFix.Server.Health;

internal static class HealthExtensions
{
    public static void AddHealth(this IServiceCollection services)
        => services.AddHealthChecks().AddCheck<TempFolderCheck>("temp_folder");

    /// <summary>Live touches nothing; ready looks at what an analysis needs of this machine. MLflow is not among it: its outage is not ours.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("health").WithoutApiKey();
        health.MapGet("/live", Live)
            .WithName("live").WithSummary("Whether the server runs.").Produces<HealthAnswer>();
        health.MapGet("/ready", ReadyAsync)
            .WithName("ready").WithSummary("Whether the server can take an analysis.").Produces<HealthAnswer>().Produces<HealthAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Live() => TypedResults.Json(new HealthAnswer("healthy", new Dictionary<string, string>(StringComparer.Ordinal)));

    private static async Task<IResult> ReadyAsync(HealthCheckService checks, CancellationToken cancellationToken)
    {
        HealthReport report = await checks.CheckHealthAsync(cancellationToken);
        var answer = new HealthAnswer(Word(report.Status), report.Entries.ToDictionary(e => e.Key, e => e.Value.Description ?? Word(e.Value.Status), StringComparer.Ordinal));
        return TypedResults.Json(answer, statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
