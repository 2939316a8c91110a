using System.Text;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>What every repository of artifacts must do, whatever keeps them.</summary>
public abstract class ArtifactRepositoryContract : IAsyncLifetime
{
    private static readonly string[] OrdinaryNames =
    [
        "with space.txt", "ünïcödé.txt", "日本 語.txt", "emoji-🚀.json", "100%.txt", "plus+plus.txt", "amp&eq=1;semi.txt", "at@[br]{c}~!$(x),.txt",
        "quote's.txt", "dots..in..name.txt", ".hidden", "no_extension", "UPPER.TXT", "question?.txt",
    ];

    // MLflow's servers decode a percent escape in a name again, and refuse a '#'.
    private static readonly string[] NamesNoServerTakes = ["hash#tag.txt", "percent%20encoded.txt"];

    private IArtifactRepository _repository = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Names that this kind of store can keep.</summary>
    protected virtual IEnumerable<string> Names => OrdinaryNames.Concat(NamesNoServerTakes);

    /// <summary>A repository without artifacts, of a run of its own.</summary>
    private protected abstract Task<IArtifactRepository> CreateAsync();

    protected static IEnumerable<string> NamesServersTake => OrdinaryNames;

    public async ValueTask InitializeAsync() => _repository = await CreateAsync();

    public virtual ValueTask DisposeAsync()
    {
        (_repository as IDisposable)?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Root_of_a_run_without_artifacts_is_empty() => (await _repository.ListAsync("", Token)).ShouldBeEmpty();

    [Fact]
    public async Task Folder_that_is_not_there_is_empty() => (await _repository.ListAsync("no/such/folder", Token)).ShouldBeEmpty();

    [Fact]
    public async Task List_has_files_with_sizes_and_folders_of_one_level()
    {
        await PutAsync("params.yaml", "lr: 1");
        await PutAsync("dataset/metadata.yaml", "a: 1");
        await PutAsync("dataset/deep/er/x.txt", "x");
        var root = await _repository.ListAsync("", Token);
        root.OrderBy(entry => entry.Path, StringComparer.Ordinal).ShouldBe([new ArtifactInfo("dataset", true, null), new ArtifactInfo("params.yaml", false, 5)]);
        var dataset = await _repository.ListAsync("dataset", Token);
        dataset.OrderBy(entry => entry.Path, StringComparer.Ordinal).ShouldBe([new ArtifactInfo("dataset/deep", true, null), new ArtifactInfo("dataset/metadata.yaml", false, 4)]);
    }

    [Fact]
    public async Task List_of_a_folder_leaves_out_its_namesakes()
    {
        await PutAsync("model/a.txt", "a");
        await PutAsync("model2/b.txt", "b");
        await PutAsync("model.txt", "c");
        (await _repository.ListAsync("model", Token)).Select(entry => entry.Path).ShouldBe(["model/a.txt"]);
    }

    [Fact]
    public async Task List_of_a_file_is_empty()
    {
        await PutAsync("a/file.txt", "x");
        (await _repository.ListAsync("a/file.txt", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task File_has_the_bytes_that_were_uploaded()
    {
        var bytes = new byte[300_000];
        new Random(7).NextBytes(bytes);
        await using (var content = new MemoryStream(bytes)) await _repository.UploadAsync("best_checkpoint/epoch=11-step=1200.ckpt", content, Token);
        (await ReadAsync("best_checkpoint/epoch=11-step=1200.ckpt")).ShouldBe(bytes);
    }

    [Fact]
    public async Task Content_of_unknown_length_is_uploaded()
    {
        await using (var content = new UnseekableStream(new MemoryStream(Encoding.UTF8.GetBytes("streamed")))) await _repository.UploadAsync("streamed.txt", content, Token);
        (await ReadTextAsync("streamed.txt")).ShouldBe("streamed");
    }

    [Fact]
    public async Task Upload_replaces_what_was_there()
    {
        await PutAsync("deepfix/report.json", "the first, which is longer");
        await PutAsync("deepfix/report.json", "second");
        (await ReadTextAsync("deepfix/report.json")).ShouldBe("second");
        (await _repository.ListAsync("deepfix", Token)).ShouldBe([new ArtifactInfo("deepfix/report.json", false, 6)]);
    }

    [Fact]
    public async Task Empty_file_is_listed_and_read()
    {
        await PutAsync("zero.bin", "");
        var file = (await _repository.ListAsync("", Token)).ShouldHaveSingleItem();
        file.Path.ShouldBe("zero.bin");
        (file.Size ?? 0).ShouldBe(0);
        (await ReadAsync("zero.bin")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Odd_names_are_kept_as_they_are()
    {
        foreach (var name in Names) await PutAsync($"odd names/{name}", $"content of {name}");
        var listed = await _repository.ListAsync("odd names", Token);
        listed.Select(entry => entry.Path).ShouldBe(Names.Select(name => $"odd names/{name}"), ignoreOrder: true);
        foreach (var entry in listed) (await ReadTextAsync(entry.Path)).ShouldBe($"content of {RelativePath.Name(entry.Path)}");
    }

    [Fact]
    public async Task Missing_file_is_named_as_not_found()
    {
        await PutAsync("training_artifacts/params.yaml", "a: 1");
        foreach (var path in new[] { "training_artifacts/nope.csv", "nope/nope.csv" })
        {
            var exception = await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(path));
            exception.Code.ShouldBe(MlflowErrorCode.ArtifactNotFound, path);
            exception.Message.ShouldContain("nope.csv");
        }
    }

    [Fact]
    public async Task Folder_is_no_file()
    {
        await PutAsync("dataset/a.txt", "a");
        await Should.ThrowAsync<MlflowException>(async () => await ReadAsync("dataset"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../other-run/secret.txt")]
    [InlineData("a/../../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData(@"a\..\..\secret.txt")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a\0b")]
    public async Task Path_that_leaves_the_root_is_refused(string path)
    {
        (await Should.ThrowAsync<MlflowException>(async () => await ReadAsync(path))).Code.ShouldBe(MlflowErrorCode.InvalidParameter);
        (await Should.ThrowAsync<MlflowException>(async () => await _repository.ListAsync(path, Token))).Code.ShouldBe(MlflowErrorCode.InvalidParameter);
        (await Should.ThrowAsync<MlflowException>(async () => await PutAsync(path, "x"))).Code.ShouldBe(MlflowErrorCode.InvalidParameter);
    }

    [Fact]
    public async Task Cancellation_passes_as_cancellation()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await _repository.ListAsync("", cancelled.Token));
    }

    [Fact]
    public async Task Whole_tree_is_downloaded_as_it_is()
    {
        string[] paths = ["a/b/c/d/deep.txt", "a/b/side.txt", "root.txt", "zero.bin"];
        foreach (var path in paths) await PutAsync(path, path == "zero.bin" ? "" : $"content of {path}");
        using var target = new ScratchFolder();
        var result = await new ArtifactDownloader(_repository).DownloadAllAsync(target.Path, cancellationToken: Token);
        result.Skipped.ShouldBeEmpty();
        result.Files.Select(file => file.ArtifactPath).ShouldBe(paths);
        (await File.ReadAllTextAsync(Path.Combine(target.Path, "a", "b", "c", "d", "deep.txt"), Token)).ShouldBe("content of a/b/c/d/deep.txt");
        result.BytesTransferred.ShouldBe(result.Files.Sum(file => new FileInfo(file.LocalPath).Length));
    }

    private async Task PutAsync(string path, string text)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await _repository.UploadAsync(path, content, Token);
    }

    private async Task<string> ReadTextAsync(string path) => Encoding.UTF8.GetString(await ReadAsync(path));

    private async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = await _repository.OpenReadAsync(path, Token);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }
}
