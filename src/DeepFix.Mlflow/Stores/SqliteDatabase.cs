using System.Globalization;
using Microsoft.Data.Sqlite;

namespace DeepFix.Mlflow.Stores;

/// <summary>Opens MLflow's SQLite database for reading and says in words what keeps it from being read.</summary>
internal sealed class SqliteDatabase(string path, TimeSpan patience)
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int CannotRead = 8;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private static readonly string[] RequiredTables = ["experiments", "experiment_tags", "runs", "metrics", "latest_metrics", "params", "tags"];

    public string Path => path;

    /// <summary>Runs a reading within one snapshot of the database.</summary>
    public T Read<T>(Func<SqliteConnection, T> reading)
    {
        CheckFile();
        try
        {
            using var connection = Open();
            using var transaction = connection.BeginTransaction(deferred: true);
            CheckSchema(connection);
            return reading(connection);
        }
        catch (SqliteException failure)
        {
            throw Unreadable(failure);
        }
        catch (Exception failure) when (failure is InvalidCastException or InvalidOperationException)
        {
            throw StoreErrors.Unreadable($"{path} holds a value of a type that MLflow does not write there: {failure.Message}", "Recover it with 'sqlite3 mlflow.db .recover', or take a backup.", cause: failure);
        }
    }

    /// <summary>Opens a database nobody writes to where SQLite may not create its side files.</summary>
    internal SqliteConnection OpenImmutable() => Connect($"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1");

    private SqliteConnection Open()
    {
        try
        {
            return Connect(path);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is CannotOpen or CannotRead && !HasWriteAheadLog())
        {
            // A database in WAL mode on a read-only disk: SQLite cannot make its -shm file, and with no log there is nothing to miss.
            return OpenImmutable();
        }
    }

    private SqliteConnection Connect(string source)
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(patience.TotalSeconds),
        };
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            // SQLite opens lazily: only a read shows whether the file can be read.
            using var probe = connection.CreateCommand();
            probe.CommandText = "select count(*) from sqlite_master";
            _ = probe.ExecuteScalar();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private bool HasWriteAheadLog() => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };

    private void CheckFile()
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw StoreErrors.Unreadable(
                Directory.Exists(path) ? $"{path} is a folder, not a SQLite database." : $"There is no database {path}.",
                "Give the path of the mlflow.db that the training wrote to.");
        if (file.Length == 0)
            throw StoreErrors.Unreadable($"{path} is an empty file.", "Give the path of the mlflow.db that the training wrote to; an interrupted copy leaves such a file.");
    }

    private void CheckSchema(SqliteConnection connection)
    {
        var tables = Tables(connection);
        var missing = RequiredTables.Where(table => !tables.Contains(table)).ToList();
        if (missing.Count == 0)
            return;
        var version = tables.Contains("alembic_version") ? Version(connection) : null;
        throw version is null
            ? StoreErrors.Unreadable($"{path} is a SQLite database, but not one of MLflow (no table {string.Join(", ", missing)}).", "Give the path of the mlflow.db that the training wrote to.")
            : StoreErrors.Unreadable(
                $"{path} has MLflow schema {version}, which lacks the table {string.Join(", ", missing)}.",
                "Run 'mlflow db upgrade' on a copy of the database; schemas of MLflow 2 and 3 are read.");
    }

    private static HashSet<string> Tables(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select name from sqlite_master where type in ('table', 'view')";
        using var reader = command.ExecuteReader();
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private static string? Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select version_num from alembic_version";
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private MlflowException Unreadable(SqliteException failure) => failure.SqliteErrorCode switch
    {
        Busy or Locked => StoreErrors.Unreadable(
            $"{path} stayed locked by another process for {patience.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.",
            "Try again when the writer has finished, or read a copy of the database.", isTransient: true, failure),
        NotADatabase => StoreErrors.Unreadable($"{path} is not a SQLite database.", "Give the path of the mlflow.db that the training wrote to.", cause: failure),
        Corrupt => StoreErrors.Unreadable($"{path} is damaged: {failure.Message}", "Recover it with 'sqlite3 mlflow.db .recover', or take a backup.", cause: failure),
        CannotOpen or CannotRead => StoreErrors.Unreadable(
            $"{path} cannot be opened for reading.", "Check the permissions of the file and its folder; a database in WAL mode needs its -wal and -shm files beside it.", cause: failure),
        _ => StoreErrors.Unreadable($"{path} cannot be read as an MLflow database: {failure.Message}", "Check that it is the mlflow.db of MLflow 2 or 3; 'mlflow db upgrade' on a copy brings it up to date.", cause: failure),
    };
}
