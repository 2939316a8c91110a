using DeepFix.Load;

namespace DeepFix.Server.ServiceTests;

/// <summary>Real server processes, killed with analyses in flight: twenty times a store, each time at other moments.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rounds = 20;

    [Fact]
    public async Task On_SQLite_every_accepted_request_of_a_killed_server_ends_in_the_undisturbed_result() => await RunAsync(null);

    private async Task RunAsync(string? postgres)
    {
        int seed = Random.Shared.Next();
        using var log = new StringWriter();
        bool isWell = await KillRounds.RunAsync(Rounds, seed, postgres, TextWriter.Synchronized(log), TestContext.Current.CancellationToken);
        output.WriteLine(log.ToString());
        isWell.ShouldBeTrue($"seed {seed}\n{log}");
    }

    /// <summary>A class of its own, so that it runs beside the other.</summary>
    public sealed class OverPostgres(ITestOutputHelper output)
    {
        [Fact]
        public async Task On_two_replicas_every_accepted_request_of_a_killed_one_ends_in_the_undisturbed_result()
        {
            await using PostgresDatabase database = await PostgresDatabase.CreateAsync();
            await new KillTests(output).RunAsync(database.ConnectionString);
        }
    }
}
