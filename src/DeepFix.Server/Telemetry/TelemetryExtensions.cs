using DeepFix.Fetch;
using DeepFix.Server.Knowledge;
using DeepFix.Server.Security;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DeepFix.Server.Telemetry;

/// <summary>Traces and metrics by OpenTelemetry: metrics at <c>/metrics</c> for Prometheus; both to a collector, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one.</summary>
internal static class TelemetryExtensions
{
    /// <summary>Setting that names a collector, as OpenTelemetry has it.</summary>
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters = [AnalysisTelemetry.Name, ServerMeter.Name, AnswerCache.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ServerMeter>();
        OpenTelemetryBuilder telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(static r => r.AddService("deepfix", serviceVersion: typeof(AnalysisTelemetry).Assembly.GetName().Version?.ToString(3)))
            .WithTracing(static t => t.AddSource(AnalysisTelemetry.Name).AddAspNetCoreInstrumentation(static o => o.Filter = IsWork).AddHttpClientInstrumentation())
            .WithMetrics(static m => m.AddMeter(Meters).AddView(WithoutHosts).AddPrometheusExporter());
        if (!string.IsNullOrEmpty(builder.Configuration[Collector])) telemetry.UseOtlpExporter();
    }

    /// <summary>Open to everybody, as the health routes are: no run, host or caller stands in it.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapPrometheusScrapingEndpoint("/metrics").WithoutApiKey();

    /// <summary>Probes and scrapes come every few seconds and tell nothing.</summary>
    private static bool IsWork(HttpContext http) => !http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) && !http.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    /// <summary>Which MLflow servers are asked is nobody's business who reads the metrics, and the hosts of callers would make a series each.</summary>
    private static MetricStreamConfiguration? WithoutHosts(System.Diagnostics.Metrics.Instrument instrument) => instrument.Meter.Name switch
    {
        "System.Net.Http" or "Microsoft.AspNetCore.Server.Kestrel" => new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "error.type", "http.connection.state"] },
        "Microsoft.AspNetCore.Hosting" => new MetricStreamConfiguration { TagKeys = ["http.request.method", "http.response.status_code", "http.route", "error.type"] },
        _ => null,
    };
}
