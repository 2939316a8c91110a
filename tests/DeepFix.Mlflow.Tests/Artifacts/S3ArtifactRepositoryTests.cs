using System.Globalization;
using Amazon.S3.Model;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class S3ArtifactRepositoryTests : ArtifactRepositoryContract
{
    private const string Bucket = "deepfix-artifacts";

    private static MlflowOptions Options => new() { UseEnvironment = false, S3EndpointUrl = Services.S3, S3AccessKeyId = "testing", S3SecretAccessKey = "testing" };

    private static S3Settings Settings => new(Options, _ => null);

    private protected override async Task<IArtifactRepository> CreateAsync()
    {
        using var client = Settings.CreateClient();
        await client.PutBucketAsync(new PutBucketRequest { BucketName = Bucket }, Token);
        return S3ArtifactRepository.Open($"s3://{Bucket}/1/{Guid.NewGuid():N}/artifacts", Settings);
    }

    [Fact]
    public async Task Listing_goes_on_over_many_pages()
    {
        using var repository = (S3ArtifactRepository)await CreateAsync();
        await Parallel.ForAsync(0, 1005, Token, async (i, token) =>
        {
            using var content = new MemoryStream([1]);
            await repository.UploadAsync(string.Create(CultureInfo.InvariantCulture, $"many/{i:D4}.txt"), content, token);
        });
        (await repository.ListAsync("many", Token)).Count.ShouldBe(1005);
    }

    [Fact]
    public async Task Bucket_that_is_not_there_is_named()
    {
        using var repository = S3ArtifactRepository.Open("s3://deepfix-no-such-bucket/x", Settings);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await repository.ListAsync("", Token));
        exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound);
        exception.Message.ShouldContain("deepfix-no-such-bucket");
        exception.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Marker_object_of_a_folder_is_no_file()
    {
        var root = $"1/{Guid.NewGuid():N}/artifacts";
        using var client = Settings.CreateClient();
        using var repository = await CreateAsync() as S3ArtifactRepository;
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{root}/empty/", ContentBody = "" }, Token);
        using var marked = S3ArtifactRepository.Open($"s3://{Bucket}/{root}/", Settings);
        (await marked.ListAsync("", Token)).ShouldBe([new ArtifactInfo("empty", true, null)]);
        (await marked.ListAsync("empty", Token)).ShouldBeEmpty();
    }
}
