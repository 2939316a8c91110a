using System.Globalization;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class ArtifactDownloaderTests : IDisposable
{
    private static readonly ArtifactSelection Wanted = new()
    {
        Files = ["training_artifacts/metrics.csv", "training_artifacts/params.yaml", "dataset/statistics.json", "metrics.csv"],
        Folders = ["deepchecks"],
    };

    private readonly ScratchFolder _target = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _target.Dispose();

    [Fact]
    public async Task Run_with_a_checkpoint_of_5_gigabytes_transfers_the_wanted_files_only()
    {
        var repository = new MadeUpRepository()
            .With("training_artifacts/metrics.csv", 2_000_000)
            .With("training_artifacts/params.yaml", 246)
            .With("training_artifacts/activations.npz", 700_000_000)
            .With("best_checkpoint/epoch=11.ckpt", 5L << 30)
            .With("deepchecks/results.yaml", 1069)
            .With("deepchecks/plots/drift/a.png", 10_000);
        var result = await DownloadAsync(repository, Wanted);
        result.Files.Select(file => file.ArtifactPath).ShouldBe(["deepchecks/plots/drift/a.png", "deepchecks/results.yaml", "training_artifacts/metrics.csv", "training_artifacts/params.yaml"]);
        result.Skipped.ShouldBeEmpty();
        repository.BytesGiven.ShouldBe(2_000_000 + 246 + 1069 + 10_000);
        result.BytesTransferred.ShouldBe(repository.BytesGiven);
    }

    [Fact]
    public async Task Checkpoint_whose_size_is_not_listed_is_cut_at_the_limit()
    {
        var repository = new MadeUpRepository().With("model.ckpt", 5L << 30, isSizeListed: false).With("metrics.csv", 10);
        var result = await DownloadAsync(repository, ArtifactSelection.All, new DownloadLimits { MaxFileBytes = 4 << 20 });
        repository.BytesGiven.ShouldBeLessThan(5 << 20);
        result.Files.ShouldHaveSingleItem().ArtifactPath.ShouldBe("metrics.csv");
        var skipped = result.Skipped.ShouldHaveSingleItem();
        skipped.Reason.ShouldBe(SkipReason.FileTooLarge);
        skipped.Message.ShouldContain("4194304");
        FilesOnDisk().ShouldBe(["metrics.csv"]);
    }

    [Fact]
    public async Task Only_folders_in_which_something_wanted_may_lie_are_listed_each_once()
    {
        var repository = new MadeUpRepository().With("dataset/statistics.json", 5).With("model/a/b/c.bin", 5).With("deepchecks/plots/a.png", 5).With("training_artifacts/old/x", 1);
        await DownloadAsync(repository, Wanted);
        repository.Listed.ShouldBe(["", "dataset", "deepchecks", "deepchecks/plots", "training_artifacts"], ignoreOrder: true);
    }

    [Fact]
    public async Task Run_without_artifacts_costs_one_list()
    {
        var repository = new MadeUpRepository();
        var result = await DownloadAsync(repository, Wanted);
        repository.Listed.ShouldBe([""]);
        result.Files.ShouldBeEmpty();
        result.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public async Task File_larger_than_allowed_is_not_asked_for()
    {
        var repository = new MadeUpRepository().With("metrics.csv", 101);
        var result = await DownloadAsync(repository, Wanted, new DownloadLimits { MaxFileBytes = 100 });
        result.Skipped.ShouldHaveSingleItem().Reason.ShouldBe(SkipReason.FileTooLarge);
        repository.BytesGiven.ShouldBe(0);
    }

    [Fact]
    public async Task Files_named_first_are_taken_first_when_there_are_too_many()
    {
        var repository = new MadeUpRepository().With("deepchecks/a.png", 1).With("deepchecks/b.png", 1).With("training_artifacts/metrics.csv", 1).With("metrics.csv", 1);
        var result = await DownloadAsync(repository, Wanted, new DownloadLimits { MaxFiles = 2 });
        result.Files.Select(file => file.ArtifactPath).ShouldBe(["metrics.csv", "training_artifacts/metrics.csv"]);
        result.Skipped.Select(file => (file.ArtifactPath, file.Reason)).ShouldBe([("deepchecks/a.png", SkipReason.TooManyFiles), ("deepchecks/b.png", SkipReason.TooManyFiles)]);
    }

    [Fact]
    public async Task Files_that_together_are_too_large_are_cut()
    {
        var repository = new MadeUpRepository().With("training_artifacts/metrics.csv", 60).With("training_artifacts/params.yaml", 50).With("dataset/statistics.json", 40);
        var result = await DownloadAsync(repository, Wanted, new DownloadLimits { MaxTotalBytes = 100 });
        result.Files.Select(file => file.ArtifactPath).ShouldBe(["dataset/statistics.json", "training_artifacts/metrics.csv"]);
        result.Skipped.ShouldHaveSingleItem().ShouldBe(new SkippedFile("training_artifacts/params.yaml", SkipReason.TotalTooLarge, "With it, more than 100 bytes would be transferred over all files."));
    }

    [Fact]
    public async Task Total_is_counted_on_what_arrives_not_on_what_is_listed()
    {
        var repository = new MadeUpRepository();
        for (var i = 0; i < 10; i++) repository.With($"deepchecks/{(char)('a' + i)}", 1_000_000, listedAs: 1);
        var result = await DownloadAsync(repository, Wanted, new DownloadLimits { MaxTotalBytes = 2_000_000, MaxConcurrency = 2 });
        result.Files.ShouldBeEmpty();
        result.Skipped.Count.ShouldBe(10);
        result.Skipped.ShouldContain(file => file.Reason == SkipReason.TotalTooLarge);
        repository.BytesGiven.ShouldBeLessThan(4_000_000);
    }

    [Theory]
    [InlineData(50, 100)]
    [InlineData(100, 50)]
    [InlineData(0, 7)]
    public async Task Size_that_is_not_the_listed_one_is_named(long size, long listedAs)
    {
        var repository = new MadeUpRepository().With("metrics.csv", size, listedAs);
        var result = await DownloadAsync(repository, Wanted);
        result.Files.ShouldBeEmpty();
        var skipped = result.Skipped.ShouldHaveSingleItem();
        skipped.Reason.ShouldBe(SkipReason.SizeMismatch);
        skipped.Message.ShouldBe(string.Create(CultureInfo.InvariantCulture, $"{size} bytes arrived where the list says {listedAs}."));
        FilesOnDisk().ShouldBeEmpty();
    }

    [Fact]
    public async Task File_that_grew_while_its_run_goes_on_is_read_anew()
    {
        var repository = new MadeUpRepository().With("metrics.csv", 80, listedAs: 50);
        repository.WhenOpened["metrics.csv"] = () => repository.Replace("metrics.csv", 80);
        var result = await DownloadAsync(repository, Wanted);
        result.Files.ShouldHaveSingleItem().Size.ShouldBe(80);
    }

    [Fact]
    public async Task Files_that_are_not_there_in_time_are_named()
    {
        var repository = new MadeUpRepository().With("metrics.csv", 10).With("training_artifacts/metrics.csv", 10, delay: TimeSpan.FromMinutes(5));
        var result = await DownloadAsync(repository, Wanted, new DownloadLimits { Timeout = TimeSpan.FromMilliseconds(300) });
        result.Files.ShouldHaveSingleItem().ArtifactPath.ShouldBe("metrics.csv");
        result.Skipped.ShouldHaveSingleItem().ShouldBe(new SkippedFile("training_artifacts/metrics.csv", SkipReason.TimedOut, "It was not there within 0.3 s."));
    }

    [Fact]
    public async Task Cancelling_leaves_no_partial_file()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var repository = new MadeUpRepository().With("training_artifacts/metrics.csv", 50L << 20).With("metrics.csv", 10, delay: TimeSpan.FromMinutes(5));
        repository.WhenOpened["training_artifacts/metrics.csv"] = cancel.Cancel;
        await Should.ThrowAsync<OperationCanceledException>(async () => await new ArtifactDownloader(repository).DownloadAsync(Wanted, _target.Path, cancellationToken: cancel.Token));
        FilesOnDisk().ShouldBeEmpty();
    }

    [Fact]
    public async Task Connection_that_breaks_ends_the_download_and_leaves_no_partial_file()
    {
        var repository = new MadeUpRepository().With("metrics.csv", 500_000, breaksAfter: 200_000);
        var exception = await Should.ThrowAsync<MlflowException>(async () => await DownloadAsync(repository, Wanted));
        exception.Code.ShouldBe(MlflowErrorCode.ConnectionFailed);
        exception.IsTransient.ShouldBeTrue();
        FilesOnDisk().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MlflowErrorCode.ArtifactNotFound, false, SkipReason.NotFound)]
    [InlineData(MlflowErrorCode.InvalidParameter, false, SkipReason.Refused)]
    [InlineData(MlflowErrorCode.ServerError, false, SkipReason.Refused)]
    [InlineData(MlflowErrorCode.ServerError, true, null)]
    [InlineData(MlflowErrorCode.Unauthorized, false, null)]
    [InlineData(MlflowErrorCode.HostNotAllowed, false, null)]
    public async Task Failure_of_one_file_is_named_and_failure_of_the_host_is_thrown(MlflowErrorCode code, bool isTransient, SkipReason? reason)
    {
        var repository = new MadeUpRepository().With("training_artifacts/params.yaml", 1).With("metrics.csv", 1, failure: new MlflowException(code, "It failed.", "", isTransient));
        if (reason is null)
        {
            (await Should.ThrowAsync<MlflowException>(async () => await DownloadAsync(repository, Wanted))).Code.ShouldBe(code);
            return;
        }
        var result = await DownloadAsync(repository, Wanted);
        result.Files.ShouldHaveSingleItem().ArtifactPath.ShouldBe("training_artifacts/params.yaml");
        result.Skipped.ShouldHaveSingleItem().ShouldBe(new SkippedFile("metrics.csv", reason.Value, "It failed."));
    }

    [Fact]
    public async Task At_most_as_many_files_at_once_as_allowed()
    {
        var repository = new MadeUpRepository();
        for (var i = 0; i < 20; i++) repository.With($"deepchecks/{(char)('a' + i)}", 10, delay: TimeSpan.FromMilliseconds(10));
        await DownloadAsync(repository, Wanted, new DownloadLimits { MaxConcurrency = 3 });
        repository.MostOpen.ShouldBeInRange(2, 3);
    }

    [Fact]
    public async Task Progress_is_told_of_every_file()
    {
        var told = new Told();
        await new ArtifactDownloader(new MadeUpRepository().With("metrics.csv", 10).With("deepchecks/a", 20)).DownloadAsync(Wanted, _target.Path, told, Token);
        told.Last.ShouldBe((2, 2, 30));
    }

    [Fact]
    public async Task Entries_that_do_not_lie_in_the_folder_they_are_listed_in_are_not_followed()
    {
        var repository = new MadeUpRepository();
        repository.Lies[""] = [new("../../other-run", true, null), new("/etc/passwd", false, 5), new("a", true, null), new("b/c", false, 1), new("", true, null), new("a", true, null)];
        repository.Lies["a"] = [new("a", true, null), new("", true, null), new("a/../a", true, null)];
        var result = await DownloadAsync(repository, ArtifactSelection.All);
        repository.Listed.ShouldBe(["", "a"]);
        result.Files.ShouldBeEmpty();
        result.Skipped.ShouldAllBe(file => file.Reason == SkipReason.UnsafePath);
    }

    [Fact]
    public async Task Endless_tree_of_folders_ends_at_the_limit()
    {
        var repository = new EndlessFolders();
        var result = await DownloadAsync(repository, ArtifactSelection.All, new DownloadLimits { MaxFolders = 30 });
        repository.Lists.ShouldBe(30);
        result.Skipped.ShouldHaveSingleItem().Reason.ShouldBe(SkipReason.TooManyFolders);
    }

    private Task<DownloadResult> DownloadAsync(IArtifactRepository repository, ArtifactSelection selection, DownloadLimits? limits = null) =>
        new ArtifactDownloader(repository, limits).DownloadAsync(selection, _target.Path, cancellationToken: Token);

    private IEnumerable<string> FilesOnDisk() => Directory.EnumerateFiles(_target.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_target.Path, path));

    private sealed class Told : IProgress<DownloadProgress>
    {
        private readonly Lock _lock = new();

        public (int Done, int Total, long Bytes) Last { get; private set; }

        public void Report(DownloadProgress value)
        {
            lock (_lock)
            {
                if (value.FilesDone > Last.Done) Last = (value.FilesDone, value.FilesTotal, value.BytesTransferred);
            }
        }
    }

    private sealed class EndlessFolders : IArtifactRepository
    {
        private int _lists;

        public int Lists => _lists;

        public Task<IReadOnlyList<ArtifactInfo>> ListAsync(string path, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _lists);
            return Task.FromResult<IReadOnlyList<ArtifactInfo>>([new(RelativePath.Join(path, "x"), true, null)]);
        }

        public Task<Stream> OpenReadAsync(string path, CancellationToken cancellationToken = default) => throw RelativePath.NotFound(path, "nowhere");

        public Task UploadAsync(string path, Stream content, CancellationToken cancellationToken = default) => throw RelativePath.NotFound(path, "nowhere");
    }
}
