using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace DeepFix.Server.Jobs.Store;

/// <summary>PostgreSQL: several replicas over one database.</summary>
internal sealed class PostgresJobDatabase(string connectionString) : JobDatabase
{
    /// <summary>The lock under which replicas change the schema and let requests in, one after another: "deepfix" in ASCII.</summary>
    private const long Key = 0x64656570666978;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public override string Name => "postgresql";

    public override bool IsOursAlone => false;

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception unreachable) when (unreachable is NpgsqlException or SocketException)
        {
            throw new JobStoreException($"The job store does not answer: {unreachable.Message} See that PostgreSQL runs and that DeepFix:Jobs:PostgresConnectionString is right.", unreachable);
        }
    }

    public override async Task<T> ExclusivelyAsync<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (DbCommand wait = Command(connection, "SELECT pg_advisory_xact_lock(@key)", ("key", Key))) await wait.ExecuteNonQueryAsync(cancellationToken);
        T result = await run(connection);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    public override void Dispose() => _source.Dispose();

    protected override async Task<T> ConnectedAsync<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
        return await run(connection);
    }
}
