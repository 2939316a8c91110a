using System.Globalization;
using DeepFix.Mlflow.Stores;
using DeepFix.Mlflow.Tests.Manifests;
using Microsoft.Data.Sqlite;

namespace DeepFix.Mlflow.Tests.Stores;

/// <summary>A training writes while the store is read: what is read is always a beginning of what is written.</summary>
public sealed class WriterBesideTests(RecordedStores stores) : IClassFixture<RecordedStores>, IDisposable
{
    private const int Steps = 150;

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData("wal"), InlineData("delete")]
    public async Task Database_is_read_in_whole_transactions_while_a_training_writes(string journal)
    {
        var path = _folder.Combine(journal + ".db");
        File.Copy(stores.PathOf("v3-sqlite-local"), path);
        var runId = StoreManifest.Of("v3-sqlite-local").ByRole("running").Run.RunId;
        using var writer = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        writer.Open();
        Execute(writer, $"pragma journal_mode = {journal}; pragma synchronous = off");

        var writing = Task.Run(() => WriteSteps(writer, runId), TestContext.Current.CancellationToken);
        await using var store = new SqliteTrackingStore(path, new MlflowOptions());
        do
        {
            var run = await store.GetRunAsync(runId, TestContext.Current.CancellationToken);
            run.Metrics.GetValueOrDefault("first_loss").Step.ShouldBe(run.Metrics.GetValueOrDefault("second_loss").Step, "both are written in one transaction");
            await IsABeginning(store, runId, "first_loss");
        }
        while (!writing.IsCompleted);
        await writing;
        (await IsABeginning(store, runId, "first_loss")).ShouldBe(Steps);
    }

    [Fact]
    public async Task Metric_file_is_read_in_whole_lines_while_a_training_appends()
    {
        const string runId = "aaaa";
        _folder.Write("mlruns/1/meta.yaml", "experiment_id: '1'\nname: one\n");
        _folder.Write($"mlruns/1/{runId}/meta.yaml", "experiment_id: '1'\nrun_name: r\nstatus: 1\nend_time: null\nstart_time: 1\nartifact_uri: x\n");
        var file = _folder.Write($"mlruns/1/{runId}/metrics/train/loss", "");

        var writing = Task.Run(() => AppendInHalves(file), TestContext.Current.CancellationToken);
        await using var store = new FileTrackingStore(_folder.Combine("mlruns"), new MlflowOptions());
        do await IsABeginning(store, runId, "train/loss");
        while (!writing.IsCompleted);
        await writing;
        (await IsABeginning(store, runId, "train/loss")).ShouldBe(Steps);
    }

    [Theory]
    [InlineData("1767225600000 0.5 1\n1767225601000 0.25 12", 1)]
    [InlineData("1767225600000 0.5 1\n1767225601000 0.2", 1)]
    [InlineData("1767225600000 0.5 1\n17672", 1)]
    [InlineData("1767225600000 0.5 1\n1767225601000 0.25 12\n", 2)]
    public async Task Last_line_of_a_running_run_counts_once_it_has_an_end(string text, int points)
    {
        _folder.Write("mlruns/1/meta.yaml", "experiment_id: '1'\nname: one\n");
        _folder.Write("mlruns/1/aaaa/meta.yaml", "experiment_id: '1'\nstatus: 1\nend_time: null\n");
        _folder.Write("mlruns/1/aaaa/metrics/loss", text);
        await using var store = new FileTrackingStore(_folder.Combine("mlruns"), new MlflowOptions());
        (await store.GetMetricHistoryAsync("aaaa", "loss", TestContext.Current.CancellationToken)).Count.ShouldBe(points);
        (await store.GetRunAsync("aaaa", TestContext.Current.CancellationToken)).Metrics["loss"].Step.ShouldBe(points == 1 ? 1 : 12);
    }

    [Fact]
    public async Task Half_written_meta_is_read_again_until_it_is_whole()
    {
        _folder.Write("mlruns/1/meta.yaml", "experiment_id: '1'\nname: one\n");
        _folder.Write("mlruns/1/aaaa/meta.yaml", "");
        var writing = Task.Run(
            async () =>
            {
                await Task.Delay(80, TestContext.Current.CancellationToken);
                _folder.Write("mlruns/1/aaaa/meta.yaml", "experiment_id: '1'\nstatus: 1\nrun_name: late\n");
            },
            TestContext.Current.CancellationToken);
        await using var store = new FileTrackingStore(_folder.Combine("mlruns"), new MlflowOptions());
        (await store.GetRunAsync("aaaa", TestContext.Current.CancellationToken)).Name.ShouldBe("late");
        await writing;
    }

    private static async Task<int> IsABeginning(ITrackingStore store, string runId, string key)
    {
        var points = await store.GetMetricHistoryAsync(runId, key, TestContext.Current.CancellationToken);
        points.ShouldBe(Enumerable.Range(0, points.Count).Select(step => new MetricPoint(step, Value(step), 1767225600000 + step)));
        return points.Count;
    }

    private static double Value(int step) => Math.Round(1.0 / (step + 1), 6);

    private static void WriteSteps(SqliteConnection writer, string runId)
    {
        for (var step = 0; step < Steps; step++)
        {
            var value = Value(step).ToString("R", CultureInfo.InvariantCulture);
            var rows = string.Concat(((string[])["first_loss", "second_loss"]).Select(key => string.Create(CultureInfo.InvariantCulture, $"""
                insert into metrics(key, value, timestamp, run_uuid, step, is_nan) values ('{key}', {value}, {1767225600000 + step}, '{runId}', {step}, 0);
                insert or replace into latest_metrics(key, value, timestamp, step, is_nan, run_uuid) values ('{key}', {value}, {1767225600000 + step}, {step}, 0, '{runId}');
                """)));
            Execute(writer, $"begin immediate; {rows} commit;");
        }
    }

    private static void AppendInHalves(string path)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        for (var step = 0; step < Steps; step++)
        {
            var line = System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{1767225600000 + step} {Value(step)} {step}\n"));
            var half = line.Length - (step % line.Length);
            file.Write(line.AsSpan(0, half));
            file.Flush();
            Thread.Yield();
            file.Write(line.AsSpan(half));
            file.Flush();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }
}
