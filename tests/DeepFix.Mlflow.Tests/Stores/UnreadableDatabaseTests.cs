using DeepFix.Mlflow.Stores;
using DeepFix.Mlflow.Tests.Manifests;
using Microsoft.Data.Sqlite;

namespace DeepFix.Mlflow.Tests.Stores;

public sealed class UnreadableDatabaseTests(RecordedStores stores) : IClassFixture<RecordedStores>, IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Missing_database_is_named()
    {
        var failure = await Failure(_folder.Combine("nowhere.db"));
        failure.Message.ShouldBe($"There is no database {_folder.Combine("nowhere.db")}.");
        File.Exists(_folder.Combine("nowhere.db")).ShouldBeFalse("reading makes no database");
    }

    [Fact]
    public async Task Folder_is_no_database() => (await Failure(_folder.Path)).Message.ShouldContain("is a folder");

    [Fact]
    public async Task Empty_file_is_said_to_be_empty() => (await Failure(_folder.Write("empty.db", ""))).Message.ShouldContain("is an empty file");

    [Fact]
    public async Task Text_file_is_no_database() => (await Failure(_folder.Write("text.db", new string('x', 5000)))).Message.ShouldContain("is not a SQLite database");

    [Fact]
    public async Task Database_of_another_program_is_not_one_of_MLflow()
    {
        var path = Database("other.db", "create table notes(id integer primary key, text text)");
        (await Failure(path)).Message.ShouldContain("not one of MLflow");
    }

    [Fact]
    public async Task Schema_that_lacks_a_table_is_named_with_its_version()
    {
        var path = Database("old.db", "create table alembic_version(version_num text); insert into alembic_version values ('451aebb31d03'); create table runs(run_uuid text); create table metrics(key text)");
        var failure = await Failure(path);
        failure.Message.ShouldContain("schema 451aebb31d03");
        failure.Message.ShouldContain("latest_metrics");
    }

    [Fact]
    public async Task Schema_that_lacks_a_column_is_unreadable()
    {
        var path = Copy("column.db");
        Execute(path, "alter table runs drop column user_id");
        (await Failure(path)).Message.ShouldContain("user_id");
    }

    [Fact]
    public async Task Database_cut_in_half_is_damaged()
    {
        var path = Copy("half.db");
        using (var file = new FileStream(path, FileMode.Open)) file.SetLength(file.Length / 2);
        (await Failure(path)).Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task Database_with_overwritten_pages_is_damaged()
    {
        var path = Copy("pages.db");
        using (var file = new FileStream(path, FileMode.Open))
        {
            var length = file.Length - 4096;
            file.Position = 4096;
            file.Write(new byte[length]);
        }
        (await Failure(path)).Message.ShouldContain("damaged");
    }

    [Fact]
    public async Task State_that_MLflow_does_not_know_is_said()
    {
        var path = Copy("state.db");
        var runId = StoreManifest.Of("v2-sqlite-proxied").ByRole("contract-full").Run.RunId;
        Execute(path, $"pragma ignore_check_constraints = on; update runs set status = 'DREAMING' where run_uuid = '{runId}'");
        (await Failure(path, runId)).Message.ShouldContain("DREAMING");
    }

    [Fact]
    public async Task Value_of_a_wrong_type_is_said()
    {
        var path = Copy("type.db");
        var runId = StoreManifest.Of("v2-sqlite-proxied").ByRole("contract-full").Run.RunId;
        Execute(path, $"pragma writable_schema = on; update sqlite_master set sql = replace(sql, 'VARCHAR(32) NOT NULL', 'VARCHAR(32)') where name = 'runs'; update sqlite_master set sql = replace(replace(sql, 'step BIGINT NOT NULL', 'step BIGINT'), 'NOT NULL', '') where name = 'latest_metrics'");
        Execute(path, $"update latest_metrics set value = null where run_uuid = '{runId}'");
        (await Failure(path, runId)).Message.ShouldContain("of a type that MLflow does not write there");
    }

    [Fact]
    public async Task Database_that_stays_locked_may_be_tried_again()
    {
        var path = Copy("locked.db");
        using var holder = Connection(path);
        using (var command = holder.CreateCommand())
        {
            command.CommandText = "begin exclusive";
            _ = command.ExecuteNonQuery();
        }
        var failure = await Failure(path);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("stayed locked by another process for 1 s");
    }

    [Fact]
    public void Database_in_WAL_mode_on_a_read_only_disk_is_read_without_side_files()
    {
        var path = Copy("wal #1 %41.db");
        Execute(path, "pragma journal_mode = wal");
        var database = new SqliteDatabase(path, TimeSpan.FromSeconds(1));
        using var connection = database.OpenImmutable();
        var runId = StoreManifest.Of("v2-sqlite-proxied").ByRole("contract-full").Run.RunId;
        new SqliteRuns(connection, path).Find(runId).ShouldNotBeNull();
        File.Exists(path + "-shm").ShouldBeFalse();
    }

    private static async Task<MlflowException> Failure(string path, string runId = "0123")
    {
        await using var store = new SqliteTrackingStore(path, new MlflowOptions { RequestTimeout = TimeSpan.FromSeconds(1) });
        var failure = await Should.ThrowAsync<MlflowException>(() => store.GetRunAsync(runId, TestContext.Current.CancellationToken));
        failure.Code.ShouldBe(MlflowErrorCode.StoreUnreadable);
        failure.Remedy.ShouldNotBeEmpty();
        return failure;
    }

    private string Copy(string name)
    {
        File.Copy(stores.PathOf("v2-sqlite-proxied"), _folder.Combine(name));
        return _folder.Combine(name);
    }

    private string Database(string name, string sql)
    {
        Execute(_folder.Combine(name), sql);
        return _folder.Combine(name);
    }

    private static void Execute(string path, string sql)
    {
        using var connection = Connection(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = command.ExecuteNonQuery();
    }

    private static SqliteConnection Connection(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
