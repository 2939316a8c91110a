using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Tests.Jobs;

namespace DeepFix.Server.ServiceTests;

public sealed class PostgresJobStoreTests : JobStoreContract
{
    private readonly List<PostgresDatabase> _databases = [];

    internal override async Task<JobDatabase> EmptyAsync()
    {
        _databases.Add(await PostgresDatabase.CreateAsync());
        return Again();
    }

    internal override JobDatabase Again() => new PostgresJobDatabase(_databases[^1].ConnectionString);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (PostgresDatabase database in _databases) await database.DisposeAsync();
    }
}
