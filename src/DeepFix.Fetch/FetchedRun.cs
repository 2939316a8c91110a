using DeepFix.Artifacts;

namespace DeepFix.Fetch;

/// <summary>A run that was brought here, with the folder that holds its files for as long as they are needed.</summary>
/// <param name="record">What was fetched.</param>
/// <param name="temporaryFolder">Removed when this is disposed; null where the files lie where they were.</param>
public sealed class FetchedRun(RunRecord record, string? temporaryFolder) : IDisposable
{
    /// <summary>What was fetched.</summary>
    public RunRecord Record => record;

    /// <summary>Removes what was brought here.</summary>
    public void Dispose()
    {
        if (temporaryFolder is not null) TemporaryFolders.Remove(temporaryFolder);
    }
}
