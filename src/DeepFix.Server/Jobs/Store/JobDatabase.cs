using System.Data.Common;

namespace DeepFix.Server.Jobs.Store;

/// <summary>The database behind accepted requests and kept answers. SQLite and PostgreSQL speak the same SQL here; they differ in how a connection is opened and how writers wait for each other.</summary>
internal abstract class JobDatabase : IDisposable
{
    /// <summary>What the health check calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether no other process can be at work on what this database holds, so that what is marked as running was left behind.</summary>
    public abstract bool IsOursAlone { get; }

    /// <summary>The folder that its files lie in; null where they are not on this machine.</summary>
    public virtual string? Folder => null;

    /// <summary>Opens what is needed before the first connection.</summary>
    /// <exception cref="JobStoreException">The database is out of reach.</exception>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows changed.</returns>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
        => ConnectedAsync(async connection =>
        {
            await using DbCommand command = Command(connection, sql, parameters);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }, cancellationToken);

    /// <summary>Runs a statement that gives rows.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
        => ConnectedAsync<IReadOnlyList<T>>(async connection =>
        {
            await using DbCommand command = Command(connection, sql, parameters);
            await using DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            List<T> rows = [];
            while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
            return rows;
        }, cancellationToken);

    /// <summary>Runs statements as one, with every other such run, on any replica, waiting until it is done.</summary>
    public abstract Task<T> ExclusivelyAsync<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken);

    public abstract void Dispose();

    /// <summary>A command of a connection.</summary>
    public static DbCommand Command(DbConnection connection, string sql, params (string Name, object? Value)[] parameters)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this program; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object? value) in parameters)
        {
            DbParameter parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Runs with a connection of its own.</summary>
    protected abstract Task<T> ConnectedAsync<T>(Func<DbConnection, Task<T>> run, CancellationToken cancellationToken);
}
