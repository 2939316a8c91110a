using Microsoft.Data.Sqlite;

namespace DeepFix.Mlflow.Stores;

/// <summary>Reads runs and histories from an open database.</summary>
internal sealed class SqliteRuns(SqliteConnection connection, string store)
{
    private const string Columns = "run_uuid, experiment_id, name, status, user_id, start_time, end_time, artifact_uri, lifecycle_stage";

    private bool? _hasInputs;

    public Run? Find(string runId) => connection.Rows($"select {Columns} from runs where run_uuid = $0", Row, runId).Select(WithData).FirstOrDefault();

    public bool Has(string runId) => connection.Rows("select 1 from runs where run_uuid = $0", reader => reader.GetInt64(0), runId).Count > 0;

    /// <summary>Ids of the runs of an experiment with their start, in no order.</summary>
    public List<(string RunId, long Start)> Ids(long experimentId, bool deleted) => connection.Rows(
        "select run_uuid, start_time from runs where experiment_id = $0 and coalesce(lifecycle_stage, 'active') = $1",
        reader => (reader.GetString(0), reader.Integer(1) ?? long.MinValue),
        experimentId, deleted ? "deleted" : "active");

    public List<MetricPoint> History(string runId, string key) => connection.Rows(
        "select step, value, is_nan, timestamp from metrics where run_uuid = $0 and key = $1 order by step, timestamp, value",
        reader => new MetricPoint(reader.GetInt64(0), StoreValues.FromSql(reader.GetDouble(1), reader.GetBoolean(2)), reader.GetInt64(3)),
        runId, key);

    private Run Row(SqliteDataReader reader)
    {
        var id = reader.GetString(0);
        var status = reader.Text(3);
        return new Run
        {
            RunId = id,
            ExperimentId = reader.GetString(1),
            Name = reader.Text(2),
            Status = StoreValues.Status(status) ?? throw StoreErrors.Unreadable($"Run '{id}' in {store} has the state '{status}', which MLflow does not know.", "Repair the run's row in the table runs."),
            UserId = reader.Text(4),
            StartTime = StoreValues.Time(reader.Integer(5)),
            EndTime = StoreValues.Time(reader.Integer(6)),
            ArtifactUri = reader.Text(7) ?? "",
            LifecycleStage = StoreValues.Lifecycle(reader.Text(8)),
        };
    }

    private Run WithData(Run run)
    {
        var tags = connection.Pairs("select key, value from tags where run_uuid = $0", run.RunId);
        return run with
        {
            Name = string.IsNullOrEmpty(run.Name) ? tags.GetValueOrDefault("mlflow.runName") : run.Name,
            Tags = tags,
            Params = connection.Pairs("select key, value from params where run_uuid = $0", run.RunId),
            Metrics = Latest(run.RunId),
            DatasetInputs = Inputs(run.RunId),
        };
    }

    private Dictionary<string, MetricPoint> Latest(string runId)
    {
        var rows = connection.Rows(
            "select key, step, value, is_nan, timestamp from latest_metrics where run_uuid = $0",
            reader => (Key: reader.GetString(0), Point: new MetricPoint(reader.GetInt64(1), StoreValues.FromSql(reader.GetDouble(2), reader.GetBoolean(3)), reader.Integer(4) ?? 0)),
            runId);
        return rows.ToDictionary(row => row.Key, row => row.Point, StringComparer.Ordinal);
    }

    private List<DatasetInput> Inputs(string runId)
    {
        // MLflow 2.4 introduced data sets.
        _hasInputs ??= connection.Rows("select name from sqlite_master where name in ('inputs', 'datasets', 'input_tags')", reader => reader.GetString(0)).Count == 3;
        if (_hasInputs is false)
            return [];
        const string query = """
            select d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, d.dataset_profile, i.input_uuid
            from inputs i join datasets d on d.dataset_uuid = i.source_id
            where i.source_type = 'DATASET' and i.destination_type = 'RUN' and i.destination_id = $0
            order by d.name, d.digest, i.input_uuid
            """;
        var rows = connection.Rows(query, reader => (Input: Dataset(reader), Id: reader.GetString(6)), runId);
        return [.. rows.Select(row => row.Input with { Tags = connection.Pairs("select name, value from input_tags where input_uuid = $0", row.Id) })];
    }

    private static DatasetInput Dataset(SqliteDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.Text(2), reader.Text(3), reader.Text(4), reader.Text(5), new Dictionary<string, string>(StringComparer.Ordinal));
}
