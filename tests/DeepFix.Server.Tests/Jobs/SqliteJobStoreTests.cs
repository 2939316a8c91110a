using DeepFix.Server.Jobs.Store;

namespace DeepFix.Server.Tests.Jobs;

public sealed class SqliteJobStoreTests : JobStoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-store-tests-").FullName;
    private int _files;

    internal override Task<JobDatabase> EmptyAsync()
    {
        _files++;
        return Task.FromResult(Again());
    }

    internal override JobDatabase Again() => new SqliteJobDatabase(Path.Combine(_folder, FormattableString.Invariant($"jobs-{_files}.db")));

    [Fact]
    public async Task Of_two_processes_on_one_file_the_first_alone_takes_over_what_was_left()
    {
        using JobDatabase first = Again(), second = Again();
        using JobDatabase fresh = await EmptyAsync();
        await fresh.PrepareAsync(TestContext.Current.CancellationToken);
        fresh.IsOursAlone.ShouldBeTrue();
        using JobDatabase other = Again();
        await other.PrepareAsync(TestContext.Current.CancellationToken);
        other.IsOursAlone.ShouldBeFalse();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
