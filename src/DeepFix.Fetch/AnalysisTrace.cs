using System.Diagnostics;
using DeepFix.Agents;
using DeepFix.Api;

namespace DeepFix.Fetch;

/// <summary>Follows one analysis: a span for the whole, one inside for each stage, and its measurements when it ends. Passes the stages on.</summary>
internal sealed class AnalysisTrace : IProgress<AnalysisStage>, IDisposable
{
    private readonly IProgress<AnalysisStage>? _next;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Activity? _whole;
    private Activity? _stage;
    private string? _stageName;
    private long _stageStarted;
    private string _status = "failed";

    public AnalysisTrace(string runId, IProgress<AnalysisStage>? next, TimeProvider time)
    {
        (_next, _time, _started) = (next, time, time.GetTimestamp());
        _whole = AnalysisTelemetry.Source.StartActivity("analyze");
        _whole?.SetTag("deepfix.run_id", runId);
        AnalysisTelemetry.Active.Add(1);
    }

    public void Report(AnalysisStage value)
    {
        if (value.Name != _stageName)
        {
            EndStage();
            (_stageName, _stageStarted) = (value.Name, _time.GetTimestamp());
            _stage = AnalysisTelemetry.Source.StartActivity(value.Name);
        }

        _next?.Report(value);
    }

    /// <summary>Notes the result and hands it on.</summary>
    public AnalysisResult Ended(AnalysisResult result)
    {
        _status = result.Status.ToString().ToLowerInvariant();
        foreach (Finding finding in result.Findings)
            AnalysisTelemetry.Findings.Add(1, new("code", finding.Code), new("severity", finding.Severity.ToString().ToLowerInvariant()));
        return result;
    }

    /// <summary>Ends the spans; where no result was noted, the analysis failed.</summary>
    public void Dispose()
    {
        EndStage();
        _whole?.SetTag("deepfix.status", _status);
        if (_status == "failed") _whole?.SetStatus(ActivityStatusCode.Error);
        _whole?.Dispose();
        AnalysisTelemetry.Active.Add(-1);
        AnalysisTelemetry.Duration.Record(_time.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("status", _status));
    }

    private void EndStage()
    {
        if (_stageName is null) return;
        _stage?.Dispose();
        AnalysisTelemetry.StageDuration.Record(_time.GetElapsedTime(_stageStarted).TotalSeconds, new KeyValuePair<string, object?>("stage", _stageName));
        _stageName = null;
    }
}
