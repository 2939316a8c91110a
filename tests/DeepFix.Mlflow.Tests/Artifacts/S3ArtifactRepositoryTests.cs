using Amazon.S3;
using Amazon.S3.Model;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class S3ArtifactRepositoryTests : ArtifactRepositoryContract
{
    private const string Bucket = "deepfix-artifacts";

    private readonly string _root = $"1/{Guid.NewGuid():N}/artifacts";
    private AmazonS3Client _client = null!;

    private protected override async Task<IArtifactRepository> CreateAsync()
    {
        var settings = new S3Settings(new MlflowOptions { UseEnvironment = false, S3EndpointUrl = Services.S3, S3AccessKeyId = "testing", S3SecretAccessKey = "testing" }, _ => null);
        _client = settings.CreateClient();
        await _client.PutBucketAsync(new PutBucketRequest { BucketName = Bucket }, Token);
        return Open($"s3://{Bucket}/{_root}");
    }

    public override ValueTask DisposeAsync()
    {
        _client?.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task Listing_goes_on_over_many_pages()
    {
        string[] names = ["many/a.txt", "many/b/x.txt", "many/c.txt", "many/d/y.txt", "many/e.txt"];
        foreach (var name in names) await _client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{_root}/{name}", ContentBody = "x" }, Token);
        var byTwos = new S3ArtifactRepository(_client, Bucket, _root, "127.0.0.1", entriesPerPage: 2);
        (await byTwos.ListAsync("many", Token)).Select(entry => entry.Path).ShouldBe(["many/a.txt", "many/b", "many/c.txt", "many/d", "many/e.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task Bucket_that_is_not_there_is_named()
    {
        var exception = await Should.ThrowAsync<MlflowException>(async () => await Open("s3://deepfix-no-such-bucket/x").ListAsync("", Token));
        exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound);
        exception.Message.ShouldContain("deepfix-no-such-bucket");
        exception.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Marker_object_of_a_folder_is_no_file()
    {
        await _client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{_root}/empty/", ContentBody = "" }, Token);
        var marked = Open($"s3://{Bucket}/{_root}/");
        (await marked.ListAsync("", Token)).ShouldBe([new ArtifactInfo("empty", true, null)]);
        (await marked.ListAsync("empty", Token)).ShouldBeEmpty();
    }

    private S3ArtifactRepository Open(string artifactUri) => S3ArtifactRepository.Open(artifactUri, _client, "127.0.0.1");
}
