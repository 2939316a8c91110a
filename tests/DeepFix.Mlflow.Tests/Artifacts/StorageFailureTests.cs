using System.Net;
using System.Net.Sockets;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>Storage that nobody answers for.</summary>
public sealed class StorageFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S3_that_is_not_reached_is_named_without_its_keys()
    {
        var settings = new S3Settings(new MlflowOptions { UseEnvironment = false, S3EndpointUrl = $"http://{FreePort()}", S3AccessKeyId = "id-hunter1", S3SecretAccessKey = "hunter2" }, _ => null);
        using var client = settings.CreateClient();
        var repository = S3ArtifactRepository.Open("s3://bucket/1/r/artifacts", client, settings.Host);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await repository.ListAsync("", Token));
        exception.Code.ShouldBe(MlflowErrorCode.ConnectionFailed);
        exception.IsTransient.ShouldBeTrue();
        exception.Host.ShouldBe(settings.Host);
        exception.ToString().ShouldNotContain("hunter");
    }

    [Fact]
    public void Endpoint_that_is_no_address_is_named()
    {
        var settings = new S3Settings(new MlflowOptions { UseEnvironment = false, S3EndpointUrl = "minio:9000", S3AccessKeyId = "id", S3SecretAccessKey = "secret" }, _ => null);
        Should.Throw<MlflowException>(() => settings.CreateClient()).Code.ShouldBe(MlflowErrorCode.UnsupportedUri);
    }

    private static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
