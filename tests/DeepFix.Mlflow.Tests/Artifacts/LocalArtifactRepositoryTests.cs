using System.Text;
using CsCheck;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class LocalArtifactRepositoryTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly LocalArtifactRepository _repository;

    public LocalArtifactRepositoryTests()
    {
        _folder.Write("secret.txt", "secret");
        _folder.Write("root/metrics.csv", "epoch\n1\n");
        _repository = new LocalArtifactRepository(_folder.Combine("root"), allowUploads: true);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("../secret.txt"), InlineData("a/../../secret.txt"), InlineData(".."), InlineData("a/.."), InlineData("./metrics.csv"), InlineData("/etc/passwd"), InlineData("a//b"), InlineData("a/"), InlineData("C:/x"), InlineData(@"C:\x"), InlineData("a\0b")]
    public async Task Path_that_leaves_the_root_is_refused(string path)
    {
        await Fails(() => _repository.OpenReadAsync(path, TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
        await Fails(() => _repository.ListAsync(path, TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
        await Fails(() => _repository.UploadAsync(path, new MemoryStream([1]), TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
        File.ReadAllText(_folder.Combine("secret.txt")).ShouldBe("secret");
    }

    [Fact]
    public async Task Link_that_leaves_the_root_is_refused_and_not_listed()
    {
        File.CreateSymbolicLink(_folder.Combine("root", "file-out"), _folder.Combine("secret.txt"));
        Directory.CreateSymbolicLink(_folder.Combine("root", "folder-out"), "..");
        File.CreateSymbolicLink(_folder.Combine("root", "by-two-links"), _folder.Combine("root", "folder-out", "secret.txt"));
        File.CreateSymbolicLink(_folder.Combine("root", "broken"), _folder.Combine("root", "nothing"));
        File.CreateSymbolicLink(_folder.Combine("root", "loop"), _folder.Combine("root", "loop"));

        foreach (var path in (string[])["file-out", "folder-out/secret.txt", "by-two-links", "loop"])
            await Fails(() => _repository.OpenReadAsync(path, TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
        await Fails(() => _repository.UploadAsync("folder-out/new.txt", new MemoryStream([1]), TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
        (await _repository.ListAsync("", TestContext.Current.CancellationToken)).Select(entry => entry.Path).ShouldBe(["metrics.csv"]);
    }

    [Fact]
    public async Task Link_within_the_root_is_followed_also_where_the_root_is_a_link()
    {
        File.CreateSymbolicLink(_folder.Combine("root", "latest.csv"), "metrics.csv");
        Directory.CreateSymbolicLink(_folder.Combine("alias"), _folder.Combine("root"));
        var repository = new LocalArtifactRepository(_folder.Combine("alias"));
        (await repository.ListAsync("", TestContext.Current.CancellationToken)).ShouldBe([new("latest.csv", false, 8), new("metrics.csv", false, 8)]);
        (await Text(repository, "latest.csv")).ShouldBe("epoch\n1\n");
    }

    [Fact]
    public async Task Folder_with_a_similar_name_is_outside()
    {
        _folder.Write("root-2/secret.txt", "secret");
        File.CreateSymbolicLink(_folder.Combine("root", "neighbour"), _folder.Combine("root-2", "secret.txt"));
        await Fails(() => _repository.OpenReadAsync("neighbour", TestContext.Current.CancellationToken), MlflowErrorCode.InvalidParameter);
    }

    [Theory]
    [InlineData("with space.txt"), InlineData("a/b c/ünï/日本 語.txt"), InlineData("100%.txt"), InlineData("percent%20encoded.txt"), InlineData("hash#tag+plus?.txt"), InlineData("...dots"), InlineData(".hidden"), InlineData("🚀.json")]
    public async Task Uploaded_name_is_listed_and_read_as_it_is(string path)
    {
        await _repository.UploadAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(path)), TestContext.Current.CancellationToken);
        (await Text(_repository, path)).ShouldBe(path);
        var parent = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        (await _repository.ListAsync(parent, TestContext.Current.CancellationToken)).ShouldContain(new ArtifactInfo(path, false, Encoding.UTF8.GetByteCount(path)));
    }

    [Fact]
    public async Task Any_path_either_stays_in_the_root_or_is_refused()
    {
        string[] segments = ["..", ".", "", "a", "b c", "..a", "%2e%2e", "\\..", "~", "metrics.csv"];
        var path = Gen.Int[0, segments.Length - 1].Select(i => segments[i]).Array[1, 5].Select(parts => string.Join('/', parts));
        await path.SampleAsync(
            async candidate =>
            {
                try
                {
                    await _repository.UploadAsync(candidate, new MemoryStream([1]), TestContext.Current.CancellationToken);
                }
                catch (MlflowException failure)
                {
                    return failure.Code is MlflowErrorCode.InvalidParameter or MlflowErrorCode.StoreUnreadable;
                }
                return File.Exists(_folder.Combine(["root", .. candidate.Split('/')]));
            },
            iter: 200,
            threads: 1);
        Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).ShouldBe(["root", "secret.txt"], ignoreOrder: true);
    }

    [Fact]
    public async Task Upload_replaces_what_was_there_and_leaves_nothing_else()
    {
        await _repository.UploadAsync("metrics.csv", new MemoryStream([65]), TestContext.Current.CancellationToken);
        (await Text(_repository, "metrics.csv")).ShouldBe("A");
        await Should.ThrowAsync<OperationCanceledException>(() => _repository.UploadAsync("metrics.csv", new MemoryStream([66]), new CancellationToken(canceled: true)));
        (await Text(_repository, "metrics.csv")).ShouldBe("A");
        Directory.GetFiles(_folder.Combine("root")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task File_that_stands_where_a_folder_should_is_said()
    {
        await Fails(() => _repository.UploadAsync("metrics.csv/part.csv", new MemoryStream([1]), TestContext.Current.CancellationToken), MlflowErrorCode.StoreUnreadable);
        await Fails(() => _repository.OpenReadAsync("metrics.csv/part.csv", TestContext.Current.CancellationToken), MlflowErrorCode.ArtifactNotFound);
    }

    [Fact]
    public async Task Read_only_folder_refuses_uploads()
    {
        var repository = new LocalArtifactRepository(_folder.Combine("root"));
        await Fails(() => repository.UploadAsync("new.txt", new MemoryStream([1]), TestContext.Current.CancellationToken), MlflowErrorCode.NotSupported);
        File.Exists(_folder.Combine("root", "new.txt")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_not_there_is_empty_in_a_list_and_an_error_when_opened()
    {
        (await _repository.ListAsync("nothing", TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await new LocalArtifactRepository(_folder.Combine("gone")).ListAsync("", TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await Fails(() => _repository.OpenReadAsync("nothing/at.all", TestContext.Current.CancellationToken), MlflowErrorCode.ArtifactNotFound);
        _ = Directory.CreateDirectory(_folder.Combine("root", "sub"));
        await Fails(() => _repository.OpenReadAsync("sub", TestContext.Current.CancellationToken), MlflowErrorCode.ArtifactNotFound);
    }

    private static async Task<string> Text(LocalArtifactRepository repository, string path)
    {
        await using var content = await repository.OpenReadAsync(path, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static async Task Fails(Func<Task> work, MlflowErrorCode code)
    {
        var failure = await Should.ThrowAsync<MlflowException>(work);
        failure.Code.ShouldBe(code);
        failure.Remedy.ShouldNotBeEmpty();
    }
}
