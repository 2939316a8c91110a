using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class LocalArtifactContractTests : ArtifactRepositoryContract
{
    private readonly ScratchFolder _folder = new();

    private protected override Task<IArtifactRepository> CreateAsync() =>
        Task.FromResult<IArtifactRepository>(new LocalArtifactRepository(_folder.Combine("artifacts"), allowUploads: true));

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }
}
