using System.Text.Json;
using DeepFix.Api;
using DeepFix.Server.Analysis;

namespace DeepFix.Server.Compare;

/// <summary>Reads a <see cref="ComparisonRequest"/> and refuses what is wrong with it, all faults at once.</summary>
internal sealed class ComparisonRequestReader(AnalysisRequestReader analysis, TimeProvider time)
{
    private const int LongestName = 256;

    /// <summary>Reads the body.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR, with every fault.</exception>
    public async Task<(ComparisonRequest Request, IReadOnlyList<TrackingLocation> Locations)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using JsonDocument body = await JsonBody.ReadObjectAsync(request, time, cancellationToken);
        return Read(body.RootElement);
    }

    /// <summary>Reads a request, wherever it came from.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR, with every fault.</exception>
    public (ComparisonRequest Request, IReadOnlyList<TrackingLocation> Locations) Read(JsonElement request)
    {
        List<Fault> faults = [];
        var fields = new FieldReader(request, "", faults);
        (string? RunId, TrackingLocation? Location)[] runs = [.. fields.Objects("runs", ComparisonRequest.FewestRuns, ComparisonRequest.MostRuns).Select(r => (AnalysisRequestReader.RunId(r), analysis.Tracking(r)))];
        var defaults = new ComparisonRequest();
        var read = new ComparisonRequest
        {
            Runs = [.. runs.Select(r => new RunReference { RunId = r.RunId, MlflowTrackingUri = r.Location?.Uri })],
            Baseline = fields.Text("baseline", LongestName),
            Metric = fields.Text("metric", LongestName),
            MaxAnalysisTime = fields.Number("max_analysis_time", AnalysisOptions.MinAnalysisTime, AnalysisOptions.MaxAnalysisTimeAllowed, defaults.MaxAnalysisTime),
            Context = AnalysisRequestReader.Context(fields.Object("context")),
        };
        RefuseRepeats(fields, runs);
        if (read.Baseline is { } baseline && faults.Count == 0 && !runs.Any(r => r.RunId == baseline)) fields.Refuse("baseline", "must be the run_id of one of 'runs'", baseline, "Name one of the runs, or leave 'baseline' out: the best run is then the reference.");
        return faults.Count == 0 ? (read, [.. runs.Select(r => r.Location!)]) : throw Fault.ToException(faults);
    }

    private static void RefuseRepeats(FieldReader fields, (string? RunId, TrackingLocation? Location)[] runs)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach ((string? runId, _) in runs)
        {
            if (runId is null || seen.Add(runId)) continue;
            fields.Refuse("runs", "must name every run_id once", runId, "Leave the repetition out.");
            return;
        }
    }
}
