using System.Data.Common;
using System.Globalization;

namespace DeepFix.Server.Jobs.Store;

/// <summary>The tables and their versions. A step, once released, never changes: whoever has an older database is brought forward step by step.</summary>
internal static class JobSchema
{
    /// <summary>Each step brings the schema from the version before it to the next. Times are milliseconds since 1970, UTC.</summary>
    internal static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE deepfix_jobs (
            request_id text PRIMARY KEY,
            owner text NOT NULL,
            run_id text NOT NULL,
            request text,
            state text NOT NULL,
            attempt integer NOT NULL,
            handed_back integer NOT NULL,
            stage text,
            progress double precision NOT NULL,
            result text,
            created_at bigint NOT NULL,
            started_at bigint,
            finished_at bigint,
            due_at bigint NOT NULL,
            expires_at bigint
        );
        CREATE INDEX deepfix_jobs_by_state ON deepfix_jobs (state, due_at);
        CREATE INDEX deepfix_jobs_by_expiry ON deepfix_jobs (expires_at);
        """,
        """
        CREATE TABLE deepfix_answers (
            owner text NOT NULL,
            idempotency_key text NOT NULL,
            body_hash text NOT NULL,
            request_id text NOT NULL,
            holder text NOT NULL,
            state text NOT NULL,
            status integer,
            content_type text,
            location text,
            retry_after text,
            body text,
            due_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            PRIMARY KEY (owner, idempotency_key)
        );
        CREATE INDEX deepfix_answers_by_expiry ON deepfix_answers (expires_at);
        """,
        """
        ALTER TABLE deepfix_jobs ADD COLUMN verdict text;
        CREATE INDEX deepfix_jobs_by_run ON deepfix_jobs (owner, run_id, created_at);
        CREATE INDEX deepfix_jobs_by_owner ON deepfix_jobs (owner, created_at);
        CREATE TABLE deepfix_keys (
            id text PRIMARY KEY,
            key text NOT NULL
        );
        """,
    ];

    /// <summary>Brings the schema to the newest version. Of replicas that start together one does it; the others wait and find it done.</summary>
    /// <exception cref="JobStoreException">The database was written by a newer version of this program.</exception>
    public static Task MigrateAsync(JobDatabase database, CancellationToken cancellationToken) => MigrateAsync(database, Steps, cancellationToken);

    internal static Task MigrateAsync(JobDatabase database, IReadOnlyList<string> steps, CancellationToken cancellationToken)
        => database.ExclusivelyAsync(async connection =>
        {
            await RunAsync(connection, "CREATE TABLE IF NOT EXISTS deepfix_schema (version integer NOT NULL)", cancellationToken);
            int version = await VersionAsync(connection, cancellationToken);
            if (version > steps.Count)
                throw new JobStoreException(string.Create(CultureInfo.InvariantCulture, $"The job store has version {version} of its tables; this program knows up to {steps.Count}. Start the newer program, or name another store in DeepFix:Jobs."));

            for (int next = version; next < steps.Count; next++)
            {
                await RunAsync(connection, steps[next], cancellationToken);
                await RunAsync(connection, "INSERT INTO deepfix_schema (version) VALUES (@version)", cancellationToken, ("version", next + 1));
            }

            return version;
        }, cancellationToken);

    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using DbCommand command = JobDatabase.Command(connection, "SELECT COALESCE(MAX(version), 0) FROM deepfix_schema");
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using DbCommand command = JobDatabase.Command(connection, sql, parameters);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
