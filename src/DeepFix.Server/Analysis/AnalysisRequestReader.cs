using System.Text.Json;
using System.Text.RegularExpressions;
using DeepFix.Api;
using DeepFix.Server.Hosting;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Analysis;

/// <summary>Reads an <see cref="AnalysisRequest"/> and refuses what is wrong with it, all faults at once.</summary>
internal sealed partial class AnalysisRequestReader(IOptions<ServerOptions> options, TimeProvider time)
{
    private const int LongestRunId = 256, LongestUri = 2048, LongestName = 256;

    /// <summary>Reads the body.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR, with every fault.</exception>
    public async Task<(AnalysisRequest Request, TrackingLocation Tracking)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using JsonDocument body = await JsonBody.ReadObjectAsync(request, time, cancellationToken);
        return Read(body.RootElement);
    }

    /// <summary>Reads a request, wherever it came from.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR, with every fault.</exception>
    public (AnalysisRequest Request, TrackingLocation Tracking) Read(JsonElement request)
    {
        List<Fault> faults = [];
        var fields = new FieldReader(request, "", faults);
        string? runId = RunId(fields);
        TrackingLocation? tracking = Tracking(fields);
        var read = new AnalysisRequest { RunId = runId, MlflowTrackingUri = tracking?.Uri, AnalysisOptions = Options(fields.Object("analysis_options")), Context = Context(fields.Object("context")) };
        return faults.Count == 0 && tracking is not null ? (read, tracking) : throw Fault.ToException(faults);
    }

    /// <summary>The id of a run.</summary>
    public static string? RunId(FieldReader fields)
    {
        const string Name = "run_id";
        string? runId = fields.Text(Name, LongestRunId, isRequired: true);
        if (runId is null || MlflowRunId().IsMatch(runId)) return runId;
        fields.Refuse(Name, "must be the id of an MLflow run: letters, digits, '-' and '_'", runId, "Take the id that MLflow shows on the run's page, or run.info.run_id.");
        return null;
    }

    /// <summary>The tracking server of a run.</summary>
    public TrackingLocation? Tracking(FieldReader fields)
    {
        const string Name = "mlflow_tracking_uri";
        if (fields.Text(Name, LongestUri, isRequired: true) is not { } text) return null;
        var location = TrackingLocation.Parse(text, options.Value.AllowedTrackingSchemes, out var fault);
        if (fault is { } found) fields.Refuse(Name, found.Constraint, text, found.Suggestion);
        return location;
    }

    /// <summary>A tracking server alone.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR: it is missing, or none.</exception>
    public TrackingLocation RequireTracking(string? uri)
    {
        List<Fault> faults = [];
        JsonElement request = JsonSerializer.SerializeToElement(new AnalysisRequest { MlflowTrackingUri = uri }, DeepFixJson.Default.AnalysisRequest);
        return Tracking(new FieldReader(request, "", faults)) ?? throw Fault.ToException(faults);
    }

    private static AnalysisOptions Options(FieldReader? fields)
    {
        var defaults = new AnalysisOptions();
        return fields is null ? defaults : new AnalysisOptions
        {
            EnableTrainingAnalysis = fields.Flag("enable_training_analysis", defaults.EnableTrainingAnalysis),
            EnableDatasetAnalysis = fields.Flag("enable_dataset_analysis", defaults.EnableDatasetAnalysis),
            EnableDeepchecksAnalysis = fields.Flag("enable_deepchecks_analysis", defaults.EnableDeepchecksAnalysis),
            OptimizationFocus = fields.Choices("optimization_focus", AnalysisOptions.Focuses),
            MaxAnalysisTime = fields.Number("max_analysis_time", AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed, defaults.MaxAnalysisTime),
            LogToMlflow = fields.Flag("log_to_mlflow", defaults.LogToMlflow),
        };
    }

    /// <summary>What the caller knows.</summary>
    public static AnalysisContext? Context(FieldReader? fields) => fields is null ? null : new AnalysisContext
    {
        DatasetName = fields.Text("dataset_name", LongestName),
        ModelType = fields.Choice("model_type", AnalysisContext.ModelTypes),
        TaskType = fields.Choice("task_type", AnalysisContext.TaskTypes),
    };

    // The rule that MLflow itself has for run ids.
    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_-]*\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex MlflowRunId();
}
