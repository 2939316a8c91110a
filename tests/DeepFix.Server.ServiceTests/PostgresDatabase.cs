using Npgsql;

namespace DeepFix.Server.ServiceTests;

/// <summary>A database of its own on the PostgreSQL that .ci/services starts.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    private const string Variable = "DEEPFIX_TEST_POSTGRES";

    private readonly string _name;
    private readonly string _server;

    private PostgresDatabase(string server, string name)
    {
        (_server, _name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    public string ConnectionString { get; }

    /// <summary>A new one; without a PostgreSQL the test is skipped, except where every service is required.</summary>
    public static async Task<PostgresDatabase> CreateAsync()
    {
        string? server = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(server))
        {
            (Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1").ShouldBeFalse($"{Variable} is not set although every service is required.");
            Assert.Skip($"{Variable} is not set: no PostgreSQL to test with. .ci/services starts one.");
        }

        var database = new PostgresDatabase(server!, $"deepfix_{Guid.NewGuid():N}");
        await database.OnServerAsync($"CREATE DATABASE {database._name}");
        return database;
    }

    public async ValueTask DisposeAsync() => await OnServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // The name is made here.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
