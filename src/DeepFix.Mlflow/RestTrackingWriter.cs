using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Rest;
using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow;

/// <summary>Writes runs to a tracking server. Keys and values are checked before they are sent.</summary>
/// <remarks>Every method throws <see cref="MlflowException"/>: <see cref="MlflowErrorCode.InvalidParameter"/> for what MLflow's rules refuse,
/// <see cref="MlflowErrorCode.Conflict"/> for a param that has another value already and for a deleted run.</remarks>
public sealed class RestTrackingWriter
{
    private readonly RestCalls _calls;
    private readonly TimeProvider _time;

    internal RestTrackingWriter(MlflowHttp http, TimeProvider time)
    {
        _calls = new RestCalls(http);
        _time = time;
    }

    /// <summary>Makes an experiment and gives its id.</summary>
    public async Task<string> CreateExperimentAsync(string name, string? artifactLocation = null, CancellationToken cancellationToken = default)
    {
        if (name.Length == 0) throw new MlflowException(MlflowErrorCode.InvalidParameter, "An experiment has an empty name.", "Give it a name.");

        var answer = await _calls.PostAsync(
            "experiments/create", new(name, artifactLocation), WireJson.Default.CreateExperiment, Asked.Experiment, WireJson.Default.CreatedExperiment, cancellationToken);
        return answer.ExperimentId ?? throw Incomplete("experiment_id");
    }

    /// <summary>Starts a run. Without a name the server makes one up; without a start time it starts now.</summary>
    public async Task<Run> CreateRunAsync(
        string experimentId, string? name = null, IReadOnlyDictionary<string, string>? tags = null, DateTimeOffset? startTime = null, CancellationToken cancellationToken = default)
    {
        foreach (var (key, value) in tags ?? new Dictionary<string, string>(StringComparer.Ordinal))
            WriteRules.CheckTag(key, value);

        var body = new Wire.CreateRun(experimentId, name, UserId: null, (startTime ?? _time.GetUtcNow()).ToUnixTimeMilliseconds(), Pairs(tags));
        var answer = await _calls.PostAsync("runs/create", body, WireJson.Default.CreateRun, Asked.Experiment, WireJson.Default.RunAnswer, cancellationToken);
        return answer.Run is { Info.RunId: not null } run ? run.ToRun() : throw Incomplete("run");
    }

    /// <summary>Changes state, end or name of a run; what is null stays. A state other than running and scheduled ends it now, where no end is given.</summary>
    public Task UpdateRunAsync(string runId, MlflowRunStatus? status = null, DateTimeOffset? endTime = null, string? name = null, CancellationToken cancellationToken = default)
    {
        bool ends = status is MlflowRunStatus.Finished or MlflowRunStatus.Failed or MlflowRunStatus.Killed;
        var end = endTime ?? (ends ? _time.GetUtcNow() : null);
        var body = new Wire.UpdateRun(runId, status is { } state ? StoreValues.Name(state) : null, end?.ToUnixTimeMilliseconds(), name);
        return _calls.PostAsync("runs/update", body, WireJson.Default.UpdateRun, Asked.Run, WireJson.Default.RunInfoAnswer, cancellationToken);
    }

    /// <summary>Logs metrics, params and tags in as few requests as MLflow's limits allow: 1000 metrics, 100 params, 100 tags, 1000 in all, 1 MB.</summary>
    /// <remarks>Each request is stored whole or not at all; params go first, so that one that conflicts stops before any metric is stored.</remarks>
    public async Task LogBatchAsync(
        string runId,
        IReadOnlyList<LoggedMetric>? metrics = null,
        IReadOnlyDictionary<string, string>? parameters = null,
        IReadOnlyDictionary<string, string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        var parameterPairs = Pairs(parameters);
        var tagPairs = Pairs(tags);
        foreach (var pair in parameterPairs) WriteRules.CheckParam(pair.Key!, pair.Value!);
        foreach (var pair in tagPairs) WriteRules.CheckTag(pair.Key!, pair.Value!);
        foreach (var (key, point) in metrics ?? []) WriteRules.CheckMetric(key, point);

        var wireMetrics = (metrics ?? []).Select(static m => new Wire.Metric(m.Key, m.Point.Value, m.Point.Timestamp, m.Point.Step));
        foreach (var batch in BatchSplitter.Split(runId, wireMetrics, parameterPairs, tagPairs))
            _ = await _calls.PostAsync("runs/log-batch", batch, WireJson.Default.LogBatch, Asked.Run, WireJson.Default.Nothing, cancellationToken);
    }

    /// <summary>Logs one value of a metric; NaN and infinities are allowed.</summary>
    public Task LogMetricAsync(string runId, string key, MetricPoint point, CancellationToken cancellationToken = default)
    {
        WriteRules.CheckMetric(key, point);
        var body = new Wire.LogMetric(runId, key, point.Value, point.Timestamp, point.Step);
        return _calls.PostAsync("runs/log-metric", body, WireJson.Default.LogMetric, Asked.Run, WireJson.Default.Nothing, cancellationToken);
    }

    /// <summary>Logs a param. The same value again is allowed, another is a conflict.</summary>
    public Task LogParamAsync(string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        WriteRules.CheckParam(key, value);
        return _calls.PostAsync("runs/log-parameter", new(runId, key, value), WireJson.Default.RunKeyAndValue, Asked.Run, WireJson.Default.Nothing, cancellationToken);
    }

    /// <summary>Sets a tag, replacing its value.</summary>
    public Task SetTagAsync(string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        WriteRules.CheckTag(key, value);
        return _calls.PostAsync("runs/set-tag", new(runId, key, value), WireJson.Default.RunKeyAndValue, Asked.Run, WireJson.Default.Nothing, cancellationToken);
    }

    /// <summary>Deletes a tag.</summary>
    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default) =>
        _calls.PostAsync("runs/delete-tag", new(runId, key, Value: null), WireJson.Default.RunKeyAndValue, Asked.Run, WireJson.Default.Nothing, cancellationToken);

    private static Wire.KeyAndValue[] Pairs(IReadOnlyDictionary<string, string>? pairs) =>
        [.. (pairs ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => new Wire.KeyAndValue(p.Key, p.Value))];

    private static MlflowException Incomplete(string field) =>
        new(MlflowErrorCode.UnexpectedAnswer, $"The server's answer has no '{field}'.", "Check that the tracking URI leads to MLflow itself, and that its version is 2.x or 3.x.");
}
