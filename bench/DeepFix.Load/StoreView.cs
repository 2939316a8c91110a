using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DeepFix.Load;

/// <summary>Looks into a job store from outside, and keeps others from writing to it.</summary>
internal sealed class StoreView(string? postgres, string sqlitePath)
{
    /// <summary>How accepted requests stand: state, with the stage where it is running, and how many of each.</summary>
    /// <param name="but">Requests of earlier rounds.</param>
    public async Task<string> StatesAsync(ICollection<string> but)
    {
        await using DbConnection connection = await OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, state, COALESCE(stage, '-'), attempt FROM deepfix_jobs";
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        List<string> states = [];
        while (await rows.ReadAsync())
        {
            if (!but.Contains(rows.GetString(0))) states.Add(rows.GetString(1) == "running" ? $"running:{rows.GetString(2)}" : rows.GetString(1));
        }

        return string.Join(' ', states.GroupBy(s => s, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}={g.Count()}")));
    }

    /// <summary>How many requests have ended.</summary>
    public async Task<long> CountFinishedAsync()
    {
        await using DbConnection connection = await OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM deepfix_jobs WHERE finished_at IS NOT NULL";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Every result, by request: to see that none changes afterwards.</summary>
    public async Task<Dictionary<string, string>> ResultsAsync()
    {
        await using DbConnection connection = await OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT request_id, COALESCE(result, '') FROM deepfix_jobs";
        await using DbDataReader rows = await command.ExecuteReaderAsync();
        var results = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await rows.ReadAsync()) results[rows.GetString(0)] = rows.GetString(1);
        return results;
    }

    /// <summary>Nobody writes until the connection is disposed.</summary>
    public async Task<DbConnection> LockAsync()
    {
        DbConnection connection = await OpenAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = postgres is null ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE deepfix_jobs IN SHARE ROW EXCLUSIVE MODE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = postgres is null
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = sqlitePath, DefaultTimeout = 10, Pooling = false }.ConnectionString)
            : new NpgsqlConnection(new NpgsqlConnectionStringBuilder(postgres) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
