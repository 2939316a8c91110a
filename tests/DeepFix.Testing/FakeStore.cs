using System.Globalization;

namespace DeepFix.Testing;

/// <summary>The experiments and runs of a <see cref="FakeMlflow"/>, with the rules of MLflow 3.x over SQL for whoever writes.</summary>
public sealed class FakeStore
{
    private readonly SortedDictionary<string, FakeExperiment> _experiments = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FakeRun> _runs = new(StringComparer.Ordinal);
    private int _made;

    /// <summary>Id for the next run that a client makes; null for one made up.</summary>
    public string? NextRunId { get; set; }

    public IEnumerable<FakeExperiment> Experiments => _experiments.Values;

    public IEnumerable<FakeRun> Runs => _runs.Values;

    public FakeExperiment AddExperiment(string name, string? id = null, string? artifactLocation = null)
    {
        id ??= _experiments.Count.ToString(CultureInfo.InvariantCulture);
        return _experiments[id] = new FakeExperiment(id, name, artifactLocation ?? $"mlflow-artifacts:/{id}");
    }

    public FakeRun AddRun(string experimentId = "0", string? id = null)
    {
        id ??= NextRunId ?? MakeUpId();
        NextRunId = null;
        return _runs[id] = new FakeRun(id, experimentId, $"{_experiments[experimentId].ArtifactLocation}/{id}/artifacts") { StartTime = 1_767_225_600_000 };
    }

    public FakeExperiment Experiment(string? id)
    {
        if (string.IsNullOrEmpty(id)) throw FakeErrorException.Required("experiment_id");
        if (!id.All(char.IsAsciiDigit)) throw FakeErrorException.Invalid($"Invalid experiment ID '{id}'. Experiment ID must be a valid integer.");
        return _experiments.TryGetValue(id, out var found) ? found : throw FakeErrorException.Missing($"No Experiment with id={id} exists");
    }

    public FakeExperiment ExperimentByName(string name) =>
        _experiments.Values.FirstOrDefault(e => e.Name == name) ?? throw FakeErrorException.Missing($"Could not find experiment with name '{name}'");

    public FakeRun Run(string? id)
    {
        if (string.IsNullOrEmpty(id)) throw FakeErrorException.Required("run_id");
        return _runs.TryGetValue(id, out var found) ? found : throw FakeErrorException.Missing($"Run with id={id} not found");
    }

    public FakeRun? FindRun(string? id) => id is null ? null : _runs.GetValueOrDefault(id);

    public FakeExperiment CreateExperiment(string? name)
    {
        if (string.IsNullOrEmpty(name)) throw FakeErrorException.Required("name");
        if (_experiments.Values.Any(e => e.Name == name))
            throw new FakeErrorException(400, "RESOURCE_ALREADY_EXISTS", $"Experiment(name={name}) already exists. Error: (sqlite3.IntegrityError) UNIQUE constraint failed\n[SQL: INSERT INTO experiments ...]");

        return AddExperiment(name);
    }

    public FakeRun CreateRun(string? experimentId, string? name, string? userId, long startTime, IReadOnlyList<(string Key, string Value)> tags)
    {
        if (string.IsNullOrEmpty(experimentId)) throw new FakeErrorException(400, "BAD_REQUEST", "(sqlite3.IntegrityError) FOREIGN KEY constraint failed");
        var experiment = Experiment(experimentId);
        if (experiment.IsDeleted) throw FakeErrorException.Invalid($"The experiment {experimentId} must be in the 'active' state. Current state is deleted.");
        string? nameTag = tags.FirstOrDefault(t => t.Key == "mlflow.runName").Value;
        if (!string.IsNullOrEmpty(name) && nameTag is not null && name != nameTag)
            throw FakeErrorException.Invalid($"Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='{name}', mlflow.runName='{nameTag}').");

        var run = AddRun(experimentId);
        run.StartTime = startTime;
        run.UserId = userId ?? "";
        foreach (var (key, value) in tags) run.Tags[key] = value;
        run.Name = FirstNotEmpty(name, nameTag, run.Name);
        run.Tags["mlflow.runName"] = run.Name;
        return run;
    }

    public FakeRun UpdateRun(string? runId, string? status, long? endTime, string? name)
    {
        var run = Writable(runId);
        if (status is "RUNNING" or "SCHEDULED" or "FINISHED" or "FAILED" or "KILLED") run.Status = status;
        run.EndTime = endTime ?? run.EndTime;
        if (string.IsNullOrEmpty(name)) return run;

        run.Name = name;
        run.Tags["mlflow.runName"] = name;
        return run;
    }

    public void LogBatch(string? runId, IReadOnlyList<FakeMetric> metrics, IReadOnlyList<(string Key, string Value)> parameters, IReadOnlyList<(string Key, string Value)> tags)
    {
        FakeWriteRules.CheckSizes(metrics.Count, parameters.Count, tags.Count);
        var run = Writable(runId);
        foreach (var metric in metrics) FakeWriteRules.CheckMetric(metric);
        foreach (var (key, _) in parameters) FakeWriteRules.CheckKey(key, "Param name");
        if (parameters.GroupBy(p => p.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw FakeErrorException.Invalid($"Duplicate parameter keys have been submitted: ['{twice.Key}']. Please ensure the request contains only one param value per param key.");

        foreach (var (key, value) in parameters) FakeWriteRules.CheckConflict(run, key, Cut(value, FakeWriteRules.LongestParam));
        foreach (var (key, value) in parameters) run.Params[key] = Cut(value, FakeWriteRules.LongestParam);
        foreach (var (key, value) in tags) run.Tags[key] = Cut(value, FakeWriteRules.LongestTag);

        // SQL keeps infinities as the largest number, and an exactly equal point once.
        var stored = run.Metrics.ToHashSet();
        foreach (var metric in metrics.Select(m => m with { Value = Math.Clamp(m.Value, double.MinValue, double.MaxValue) }))
        {
            if (stored.Add(metric)) run.Metrics.Add(metric);
        }
    }

    public void DeleteTag(string? runId, string key)
    {
        if (!Writable(runId).Tags.Remove(key)) throw FakeErrorException.Missing($"No tag with name: {key} in run with id {runId}");
    }

    public FakeRun Writable(string? runId)
    {
        var run = Run(runId);
        return run.IsDeleted ? throw FakeErrorException.Invalid($"The run {runId} must be in the 'active' state. Current state is deleted.") : run;
    }

    private static string Cut(string value, int most) => value.Length <= most ? value : value[..most];

    private static string FirstNotEmpty(params string?[] candidates) => candidates.First(c => !string.IsNullOrEmpty(c))!;

    private string MakeUpId() => (++_made).ToString("x32", CultureInfo.InvariantCulture);
}
