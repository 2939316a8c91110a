using System.Globalization;
using System.Text.Json.Nodes;
using DeepFix.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DeepFix.Server.OpenApi;

/// <summary>What the contract's types alone do not say: required fields, ranges and allowed values, from the same members that validation uses.</summary>
internal sealed class ContractSchemas : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(AnalysisRequest)) Request(schema);
        if (type == typeof(AnalysisOptions)) Options(schema);
        if (type == typeof(AnalysisContext)) Context(schema);
        if (type == typeof(KnowledgeQuery)) Question(schema);
        if (type == typeof(ComparisonRequest)) Comparison(schema);
        if (type == typeof(RunReference)) Request(schema);
        if (type == typeof(ErrorResponse)) Allow(Property(schema, "error"), Enum.GetValues<ErrorCode>().Select(c => c.WireName()));
        OmitNulls(schema);
        return Task.CompletedTask;
    }

    private static void Request(OpenApiSchema schema)
    {
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "run_id", "mlflow_tracking_uri" };
        Property(schema, "run_id")?.Type = JsonSchemaType.String;
        OpenApiSchema? uri = Property(schema, "mlflow_tracking_uri");
        uri?.Type = JsonSchemaType.String;
        uri?.Format = "uri";
    }

    private static void Options(OpenApiSchema schema)
    {
        Allow(Property(schema, "optimization_focus")?.Items as OpenApiSchema, AnalysisOptions.Focuses);
        OpenApiSchema? time = Property(schema, "max_analysis_time");
        time?.Minimum = AnalysisOptions.MinAnalysisTime.ToString(CultureInfo.InvariantCulture);
        time?.Maximum = AnalysisOptions.MaxAnalysisTimeAllowed.ToString(CultureInfo.InvariantCulture);
        time?.Default = new AnalysisOptions().MaxAnalysisTime;
    }

    private static void Question(OpenApiSchema schema)
    {
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "query" };
        Allow(Property(schema, "domain"), KnowledgeQuery.Domains);
        Allow(Property(schema, "query_type"), KnowledgeQuery.QueryTypes);
        Range(Property(schema, "max_results"), "1", KnowledgeQuery.MostResults.ToString(CultureInfo.InvariantCulture));
        Range(Property(schema, "min_confidence"), "0", "1");
    }

    private static void Comparison(OpenApiSchema schema)
    {
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "runs" };
        OpenApiSchema? runs = Property(schema, "runs");
        runs?.MinItems = ComparisonRequest.FewestRuns;
        runs?.MaxItems = ComparisonRequest.MostRuns;
        Range(Property(schema, "max_analysis_time"), AnalysisOptions.MinAnalysisTime.ToString(CultureInfo.InvariantCulture), AnalysisOptions.MaxAnalysisTimeAllowed.ToString(CultureInfo.InvariantCulture));
    }

    private static void Range(OpenApiSchema? schema, string least, string most)
    {
        schema?.Minimum = least;
        schema?.Maximum = most;
    }

    private static void Context(OpenApiSchema schema)
    {
        Allow(Property(schema, "model_type"), AnalysisContext.ModelTypes);
        Allow(Property(schema, "task_type"), AnalysisContext.TaskTypes);
    }

    /// <summary>A member that is null is left out, and so never required.</summary>
    private static void OmitNulls(OpenApiSchema schema)
    {
        foreach (string name in schema.Required?.ToArray() ?? [])
        {
            if (Property(schema, name)?.Type?.HasFlag(JsonSchemaType.Null) == true) schema.Required!.Remove(name);
        }
    }

    private static OpenApiSchema? Property(OpenApiSchema schema, string name)
        => schema.Properties is { } all && all.TryGetValue(name, out IOpenApiSchema? property) ? property as OpenApiSchema : null;

    private static void Allow(OpenApiSchema? schema, IEnumerable<string> values)
        => schema?.Enum = [.. values.Select(v => (JsonNode)v)];
}
