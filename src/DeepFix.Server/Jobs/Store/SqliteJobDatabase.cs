using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace DeepFix.Server.Jobs.Store;

/// <summary>A SQLite file: one node, nothing else installed. Every commit is on the disk before it is answered.</summary>
/// <param name="path">The file.</param>
internal sealed class SqliteJobDatabase(string path) : JobDatabase
{
    // SQLite lets one writer in at a time and has the others ask again and again; here they wait in line.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private FileStream? _lock;

    public override string Name => "sqlite";

    public override bool IsOursAlone => _lock is not null;

    public override string? Folder => Path.GetDirectoryName(Path.GetFullPath(path));

    public override Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Folder is { } folder) Directory.CreateDirectory(folder);
            _lock = TryLock();
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new JobStoreException($"The job store '{path}' cannot be written: {denied.Message} Name another file in DeepFix:Jobs:SqlitePath.", denied);
        }

        return Task.CompletedTask;
    }

    public override async Task<T> ExclusivelyAsync<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        return await ConnectedAsync(async connection =>
        {
            await using SqliteTransaction transaction = ((SqliteConnection)connection).BeginTransaction(deferred: false);
            T result = await run(connection);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }, cancellationToken);
    }

    public override void Dispose()
    {
        using (var connection = new SqliteConnection(ConnectionString())) SqliteConnection.ClearPool(connection);
        _lock?.Dispose();
        _turn.Dispose();
    }

    protected override async Task<T> ConnectedAsync<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var connection = new SqliteConnection(ConnectionString());
            await connection.OpenAsync(cancellationToken);
            await using (DbCommand durable = Command(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")) await durable.ExecuteNonQueryAsync(cancellationToken);
            return await run(connection);
        }
        finally
        {
            _turn.Release();
        }
    }

    private string ConnectionString() => new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10 }.ConnectionString;

    /// <summary>The lock goes with the process, however it ends. Null: another server works on the same file.</summary>
    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path + ".lock"))
        {
            return null;
        }
    }
}
