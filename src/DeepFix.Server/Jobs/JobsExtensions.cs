using DeepFix.Server.Hosting;
using DeepFix.Server.Jobs.Store;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.Options;
using Npgsql;

namespace DeepFix.Server.Jobs;

internal static class JobsExtensions
{
    /// <summary>Analyses that outlive the request: their store, their queue, and who works on them.</summary>
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton(provider => Database(Options(provider)));
        services.AddSingleton<JobStore>();
        services.AddSingleton(provider => Backend(Options(provider), provider.GetRequiredService<JobDatabase>()));
        services.AddSingleton(provider => new JobQueue(provider.GetRequiredService<JobBackend>().Storage));
        services.AddSingleton<JobActivator, WorkerActivator>();
        services.AddSingleton<RunningJobs>();
        services.AddSingleton<AnalysisSlots>();
        services.AddSingleton<AnalysisWorker>();
        services.AddSingleton<AcceptedAnalyses>();
        services.AddSingleton<JobSweep>();
        services.AddHostedService<JobServer>();
        // What Hangfire's pages ask for; its own registration would make storage and log those of the whole process.
        services.AddSingleton<IGlobalConfiguration>(GlobalConfiguration.Configuration);
        services.AddSingleton(DashboardRoutes.Routes);
        services.AddHealthChecks().AddCheck<JobStoreCheck>("job_store");
    }

    private static JobOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<ServerOptions>>().Value.Jobs;

    private static JobDatabase Database(JobOptions jobs)
        => jobs.PostgresConnectionString is { } connectionString ? new PostgresJobDatabase(connectionString) : new SqliteJobDatabase(jobs.SqlitePath ?? DefaultPath());

    private static string DefaultPath()
        => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "deepfix", "jobs.db");

    private static JobBackend Backend(JobOptions jobs, JobDatabase database)
    {
        if (jobs.PostgresConnectionString is not { } connectionString)
        {
            // What is over need not be remembered here: the store does.
            return new JobBackend(new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromMinutes(5) }));
        }

        var options = new PostgreSqlStorageOptions
        {
            PrepareSchemaIfNecessary = false,
            UseSlidingInvisibilityTimeout = true,
            InvisibilityTimeout = TimeSpan.FromSeconds(Math.Max(2, jobs.LeaseSeconds)),
            QueuePollInterval = TimeSpan.FromSeconds(2),
            EnableLongPolling = true,
            JobExpirationCheckInterval = TimeSpan.FromMinutes(5),
        };
        var storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
        return new JobBackend(storage, cancellationToken => database.ExclusivelyAsync(async _ =>
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellationToken);
            PostgreSqlObjectsInstaller.Install(connection, options.SchemaName);
            return true;
        }, cancellationToken));
    }
}
