using System.Text.RegularExpressions;
using DeepFix.Api;

namespace DeepFix.Client.Http;

/// <summary>What a server would refuse is not sent.</summary>
internal static partial class RequestRules
{
    private const string Required = "required";

    /// <exception cref="ValidationException">With every fault.</exception>
    public static void Check(AnalysisRequest request)
    {
        List<FieldError> faults = [.. RunId("run_id", request.RunId), .. TrackingUri("mlflow_tracking_uri", request.MlflowTrackingUri), .. Options(request.AnalysisOptions), .. Context(request.Context)];
        ThrowAny(faults);
    }

    /// <exception cref="ValidationException">With every fault.</exception>
    public static void Check(KnowledgeQuery query)
    {
        List<FieldError> faults = [];
        if (string.IsNullOrWhiteSpace(query.Query)) faults.Add(new FieldError("query", Required, query.Query));
        faults.AddRange(OneOf("domain", query.Domain, KnowledgeQuery.Domains));
        faults.AddRange(OneOf("query_type", query.QueryType, KnowledgeQuery.QueryTypes));
        if (query.MaxResults is < 1 or > KnowledgeQuery.MostResults) faults.Add(new FieldError("max_results", $"must be a whole number from 1 to {Significant.Text(KnowledgeQuery.MostResults)}", Significant.Text(query.MaxResults)));
        if (query.MinConfidence is not (>= 0 and <= 1)) faults.Add(new FieldError("min_confidence", "must be a number from 0 to 1", Shown(query.MinConfidence)));
        ThrowAny(faults);
    }

    /// <exception cref="ValidationException">With every fault.</exception>
    public static void Check(ComparisonRequest request)
    {
        List<FieldError> faults = [];
        int runs = request.Runs.Count;
        if (runs is < ComparisonRequest.FewestRuns or > ComparisonRequest.MostRuns) faults.Add(new FieldError("runs", $"must hold {Significant.Text(ComparisonRequest.FewestRuns)} to {Significant.Text(ComparisonRequest.MostRuns)} runs", Significant.Text(runs)));
        for (int i = 0; i < runs; i++)
        {
            string path = FormattableString.Invariant($"runs[{i}]");
            faults.AddRange([.. RunId(path + ".run_id", request.Runs[i].RunId), .. TrackingUri(path + ".mlflow_tracking_uri", request.Runs[i].MlflowTrackingUri)]);
        }

        faults.AddRange(Time("max_analysis_time", request.MaxAnalysisTime));
        faults.AddRange(Context(request.Context));
        ThrowAny(faults);
    }

    /// <summary>An id goes into a path.</summary>
    /// <exception cref="ValidationException">It is none.</exception>
    public static string RequestId(string requestId)
    {
        if (!Id().IsMatch(requestId)) ThrowAny([new FieldError("request_id", "must be the id of an accepted request", requestId)]);
        return requestId;
    }

    private static IEnumerable<FieldError> RunId(string field, string? runId)
    {
        if (string.IsNullOrWhiteSpace(runId)) yield return new FieldError(field, Required, runId);
        else if (runId.Length > 256 || !Id().IsMatch(runId)) yield return new FieldError(field, "must be the id of an MLflow run: letters, digits, '-' and '_'", runId);
    }

    /// <summary>Schemes other than http and https are for the server to judge: its operator may allow them.</summary>
    private static IEnumerable<FieldError> TrackingUri(string field, string? uri)
    {
        if (string.IsNullOrWhiteSpace(uri))
        {
            yield return new FieldError(field, Required, uri);
        }
        else if (uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? parsed) || parsed.Host.Length == 0) yield return new FieldError(field, "must be an absolute http or https URI", Fetch.SafeUri.Of(uri));
            else if (parsed.UserInfo.Length > 0) yield return new FieldError(field, "must not hold a user name or password", Fetch.SafeUri.Of(uri));
        }
    }

    private static IEnumerable<FieldError> Options(AnalysisOptions options)
    {
        foreach (FieldError fault in Time("analysis_options.max_analysis_time", options.MaxAnalysisTime)) yield return fault;
        foreach (string focus in options.OptimizationFocus)
            foreach (FieldError fault in OneOf("analysis_options.optimization_focus", focus, AnalysisOptions.Focuses)) yield return fault;
    }

    private static IEnumerable<FieldError> Time(string field, double seconds)
        => seconds is >= AnalysisOptions.MinAnalysisTime and <= AnalysisOptions.MaxAnalysisTimeAllowed
            ? []
            : [new FieldError(field, $"must be a number from {Significant.Text(AnalysisOptions.MinAnalysisTime)} to {Significant.Text(AnalysisOptions.MaxAnalysisTimeAllowed)}", Shown(seconds))];

    private static IEnumerable<FieldError> Context(AnalysisContext? context)
        => context is null ? [] : [.. OneOf("context.model_type", context.ModelType, AnalysisContext.ModelTypes), .. OneOf("context.task_type", context.TaskType, AnalysisContext.TaskTypes)];

    private static IEnumerable<FieldError> OneOf(string field, string? value, IReadOnlyList<string> allowed)
        => value is null || allowed.Contains(value, StringComparer.Ordinal) ? [] : [new FieldError(field, $"must be one of {string.Join(", ", allowed)}", value)];

    private static string Shown(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void ThrowAny(IReadOnlyList<FieldError> faults)
    {
        if (faults.Count == 0) return;
        FieldError first = faults[0];
        string message = first.Constraint == Required ? $"missing required field '{first.Field}'" : $"field '{first.Field}' {first.Constraint}";
        throw new ValidationException($"Invalid request: {message}", first.Constraint == Required ? $"Set '{first.Field}'." : $"Correct '{first.Field}': it {first.Constraint}.", faults) { Code = ErrorCode.ValidationError.WireName() };
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
