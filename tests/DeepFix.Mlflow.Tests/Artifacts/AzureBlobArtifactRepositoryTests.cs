using Azure.Storage.Blobs;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class AzureBlobArtifactRepositoryTests : ArtifactRepositoryContract
{
    private const string Container = "deepfix-artifacts";

    private static AzureSettings Settings => new(new MlflowOptions { UseEnvironment = false, AzureConnectionString = Services.Azurite }, _ => null);

    private protected override async Task<IArtifactRepository> CreateAsync()
    {
        await new BlobContainerClient(Services.Azurite, Container).CreateIfNotExistsAsync(cancellationToken: Token);
        return AzureBlobArtifactRepository.Open($"wasbs://{Container}@devstoreaccount1.blob.core.windows.net/1/{Guid.NewGuid():N}/artifacts", Settings);
    }

    [Fact]
    public async Task Container_that_is_not_there_is_named_with_its_host()
    {
        var repository = AzureBlobArtifactRepository.Open("wasbs://no-such-container@devstoreaccount1.blob.core.windows.net/x", Settings);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await repository.ListAsync("", Token));
        exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound);
        exception.Host.ShouldNotBeNullOrEmpty();
        exception.Message.ShouldNotContain("Eby8vdM02xNO");
    }
}
