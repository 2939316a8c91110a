namespace DeepFix.Cli.Tests.Running;

/// <summary>What <c>deepfix analyze</c> says of the bundled runs, each in a file, computed once.</summary>
public sealed class BundledResults : IAsyncLifetime
{
    private readonly Folder _folder = new();

    /// <summary>The file of a run's result.</summary>
    public string this[string run] => _folder[$"{run}.json"];

    public async ValueTask InitializeAsync()
    {
        Ran ran = await DeepFixProgram.RunAsync(["analyze", .. Directory.GetDirectories(Repository.PathOf("tests", "runs")), "--out", _folder.Path]);
        ran.ExitCode.ShouldBe(0, ran.Error);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
