using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepFix.Testing;

/// <summary>The tracking API over a <see cref="FakeStore"/>.</summary>
internal sealed class FakeTrackingRoutes(FakeStore store)
{
    /// <summary>Calls by GET; the others are POST.</summary>
    public static readonly IReadOnlySet<string> Reads = new HashSet<string>(StringComparer.Ordinal)
    {
        "runs/get", "experiments/get", "experiments/get-by-name", "metrics/get-history", "artifacts/list",
    };

    public static readonly IReadOnlySet<string> Writes = new HashSet<string>(StringComparer.Ordinal)
    {
        "runs/search", "experiments/search", "experiments/create", "runs/create", "runs/update", "runs/log-batch", "runs/log-metric", "runs/log-parameter",
        "runs/set-tag", "runs/delete-tag", "runs/delete", "runs/restore", "runs/log-inputs",
    };

    /// <summary>Answers a call; its arguments are the query of a GET or the body of a POST.</summary>
    public JsonObject Answer(string call, JsonObject request) => call switch
    {
        "runs/get" => new() { ["run"] = RunOf(store.Run(FakeJson.RunId(request))) },
        "runs/search" => SearchRuns(request),
        "experiments/get" => new() { ["experiment"] = ExperimentOf(store.Experiment(FakeJson.Text(request, "experiment_id"))) },
        "experiments/get-by-name" => new() { ["experiment"] = ExperimentOf(store.ExperimentByName(Required(request, "experiment_name"))) },
        "experiments/search" => SearchExperiments(request),
        "experiments/create" => new() { ["experiment_id"] = store.CreateExperiment(FakeJson.Text(request, "name")).Id },
        "metrics/get-history" => History(request),
        "runs/create" => CreateRun(request),
        "runs/update" => UpdateRun(request),
        "runs/log-batch" => LogBatch(request),
        "runs/log-metric" => LogMetric(request),
        "runs/log-parameter" => LogParameter(request),
        "runs/set-tag" => SetTag(request),
        "runs/delete-tag" => Do(() => store.DeleteTag(FakeJson.RunId(request), Required(request, "key"))),
        "runs/delete" => Do(() => store.Run(FakeJson.RunId(request)).IsDeleted = true),
        "runs/restore" => Do(() => store.Run(FakeJson.RunId(request)).IsDeleted = false),
        "runs/log-inputs" => LogInputs(request),
        _ => throw new FakeErrorException(404, code: null, call),
    };

    private static JsonObject RunOf(FakeRun run)
    {
        var data = new JsonObject();
        var latest = run.Metrics.GroupBy(static m => m.Key, StringComparer.Ordinal).Select(static g => g.MaxBy(static m => (m.Step, m.Timestamp, m.Value))!);
        AddIfAny(data, "metrics", [.. latest.Select(MetricOf)]);
        AddIfAny(data, "params", FakeJson.PairsOf(run.Params));
        AddIfAny(data, "tags", FakeJson.PairsOf(run.Tags.Append(new("mlflow.runName", run.Name)).DistinctBy(static t => t.Key)));
        var inputs = new JsonObject();
        AddIfAny(inputs, "dataset_inputs", [.. run.DatasetInputs.Select(static d => d.DeepClone())]);
        return new JsonObject { ["info"] = InfoOf(run), ["data"] = data, ["inputs"] = inputs, ["outputs"] = new JsonObject() };
    }

    private static JsonObject InfoOf(FakeRun run)
    {
        var info = new JsonObject
        {
            ["run_uuid"] = run.Id,
            ["experiment_id"] = run.ExperimentId,
            ["run_name"] = run.Name,
            ["user_id"] = run.UserId,
            ["status"] = run.Status,
            ["start_time"] = run.StartTime,
            ["artifact_uri"] = run.ArtifactUri,
            ["lifecycle_stage"] = run.IsDeleted ? "deleted" : "active",
            ["run_id"] = run.Id,
        };
        if (run.EndTime is { } end) info["end_time"] = end;
        return info;
    }

    private static JsonObject ExperimentOf(FakeExperiment experiment)
    {
        var body = new JsonObject
        {
            ["experiment_id"] = experiment.Id,
            ["name"] = experiment.Name,
            ["artifact_location"] = experiment.ArtifactLocation,
            ["lifecycle_stage"] = experiment.IsDeleted ? "deleted" : "active",
            ["last_update_time"] = 1_767_225_600_000,
            ["creation_time"] = 1_767_225_600_000,
            ["workspace"] = "default",
        };
        AddIfAny(body, "tags", FakeJson.PairsOf(experiment.Tags));
        return body;
    }

    private static JsonNode MetricOf(FakeMetric metric) =>
        new JsonObject { ["key"] = metric.Key, ["value"] = FakeJson.Value(metric.Value), ["timestamp"] = metric.Timestamp, ["step"] = metric.Step };

    private static void AddIfAny(JsonObject target, string name, JsonArray items)
    {
        if (items.Count > 0) target[name] = items;
    }

    private static string Required(JsonObject request, string name) => FakeJson.Text(request, name) is { Length: > 0 } text ? text : throw FakeErrorException.Required(name);

    private static JsonObject Do(Action action)
    {
        action();
        return [];
    }

    private static bool IsInView(bool isDeleted, string? view) => view switch
    {
        "ALL" => true,
        "DELETED_ONLY" => isDeleted,
        _ => !isDeleted,
    };

    private static JsonObject Page<T>(string name, IReadOnlyList<T> all, long? most, JsonObject request, Func<T, JsonNode> show)
    {
        var (items, next) = FakePages.Cut(all, most, FakeJson.Text(request, "page_token"));
        var answer = new JsonObject();
        AddIfAny(answer, name, [.. items.Select(show)]);
        if (next is not null) answer["next_page_token"] = next;
        return answer;
    }

    private JsonObject SearchRuns(JsonObject request)
    {
        var experiments = FakeJson.Strings(request, "experiment_ids").ToHashSet(StringComparer.Ordinal);
        long most = FakePages.CheckedSize(FakeJson.Integer(request, "max_results"), 50_000) ?? 1000;
        var matches = FakeFilter.Parse(FakeJson.Text(request, "filter"));
        string? view = FakeJson.Text(request, "run_view_type");
        var runs = store.Runs.Where(r => experiments.Contains(r.ExperimentId) && IsInView(r.IsDeleted, view) && matches(r))
            .OrderByDescending(static r => r.StartTime).ThenBy(static r => r.Id, StringComparer.Ordinal);
        return Page("runs", [.. runs], most, request, static r => RunOf(r));
    }

    private JsonObject SearchExperiments(JsonObject request)
    {
        long most = FakePages.CheckedSize(FakeJson.Integer(request, "max_results"), 50_000) ?? 1000;
        string? view = FakeJson.Text(request, "view_type");
        return Page("experiments", [.. store.Experiments.Where(e => IsInView(e.IsDeleted, view)).Reverse()], most, request, static e => ExperimentOf(e));
    }

    private JsonObject History(JsonObject request)
    {
        string runId = FakeJson.RunId(request) is { Length: > 0 } id ? id : throw FakeErrorException.Required("run_id");
        string key = Required(request, "metric_key");
        long? most = long.TryParse(FakeJson.Text(request, "max_results"), NumberStyles.Integer, CultureInfo.InvariantCulture, out long size) ? FakePages.CheckedSize(size, long.MaxValue) : null;
        var points = (store.FindRun(runId)?.Metrics ?? []).Where(m => m.Key == key).OrderBy(static m => m.Timestamp).ThenBy(static m => m.Step).ThenBy(static m => m.Value);
        return Page("metrics", [.. points], most, request, MetricOf);
    }

    private JsonObject CreateRun(JsonObject request) => new()
    {
        ["run"] = RunOf(store.CreateRun(
            FakeJson.Text(request, "experiment_id"), FakeJson.Text(request, "run_name"), FakeJson.Text(request, "user_id"), FakeJson.Integer(request, "start_time") ?? 0, FakeJson.Pairs(request, "tags"))),
    };

    private JsonObject UpdateRun(JsonObject request)
    {
        // Enums come by name or by number; what is neither is passed over.
        string? status = request["status"]?.ToString() switch
        {
            "1" => "RUNNING",
            "2" => "SCHEDULED",
            "3" => "FINISHED",
            "4" => "FAILED",
            "5" => "KILLED",
            var name => name,
        };
        return new() { ["run_info"] = InfoOf(store.UpdateRun(FakeJson.RunId(request), status, FakeJson.Integer(request, "end_time"), FakeJson.Text(request, "run_name"))) };
    }

    private JsonObject LogBatch(JsonObject request)
    {
        var metrics = FakeJson.Objects(request, "metrics").Select(static (m, i) => FakeJson.Metric(m, string.Create(CultureInfo.InvariantCulture, $"metrics[{i}]."))).ToArray();
        return Do(() => store.LogBatch(FakeJson.RunId(request), metrics, FakeJson.Pairs(request, "params"), FakeJson.Pairs(request, "tags")));
    }

    private JsonObject LogMetric(JsonObject request)
    {
        var metric = FakeJson.Metric(request);
        return Do(() => store.LogBatch(FakeJson.RunId(request), [metric], [], []));
    }

    private JsonObject LogParameter(JsonObject request)
    {
        string key = Required(request, "key");
        return Do(() => store.LogBatch(FakeJson.RunId(request), [], [(key, FakeJson.Text(request, "value") ?? "")], []));
    }

    private JsonObject SetTag(JsonObject request)
    {
        string key = Required(request, "key");
        return Do(() => store.LogBatch(FakeJson.RunId(request), [], [], [(key, FakeJson.Text(request, "value") ?? "")]));
    }

    private JsonObject LogInputs(JsonObject request)
    {
        var run = store.Writable(FakeJson.RunId(request));
        foreach (var input in FakeJson.Objects(request, "datasets")) run.DatasetInputs.Add(input.DeepClone());
        return [];
    }
}
