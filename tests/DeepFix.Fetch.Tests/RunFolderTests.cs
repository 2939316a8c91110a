using System.IO.Compression;
using DeepFix.Api;
using DeepFix.Artifacts;
using static System.FormattableString;

namespace DeepFix.Fetch.Tests;

/// <summary>Which log is read in a folder that a framework left.</summary>
public sealed class RunFolderTests : IDisposable
{
    private const string History = "epoch,train_loss,val_loss\n0,3,4\n1,2,3\n2,1,2\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Lightnings_settings_come_with_its_metrics()
    {
        Write("metrics.csv", "epoch,step,train_loss,val_loss\n0,9,3,\n0,9,,4\n1,19,2,\n1,19,,3\n2,29,1,\n2,29,,2\n");
        Write("hparams.yaml", "lr: 0.01\nmodel:\n  dropout: 0.1\n");
        RunArtifacts run = await ReadAsync();
        run.Training!.Metrics.ValLoss!.Values.ToArray().ShouldBe([4, 3, 2]);
        run.Training.Parameters.LearningRate.ShouldBe(0.01);
        run.Training.Parameters.DropoutRate.ShouldBe(0.1);
        run.Warnings.ShouldContain(w => w.StartsWith("Read as Lightning CSV log: metrics.csv, 6 rows put together to 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_checkpoints_the_last_is_read_and_said()
    {
        string State(int steps) => $$"""{"log_history": [{{string.Join(", ", Enumerable.Range(1, steps).Select(s => Invariant($$"""{"epoch": {{s}}, "step": {{s}}, "loss": {{10 - s}}}""")))}}]}""";
        Write("checkpoint-9/trainer_state.json", State(3));
        Write("checkpoint-10/trainer_state.json", State(4));
        RunArtifacts run = await ReadAsync();
        run.Training!.Metrics.TrainLoss!.Count.ShouldBe(4);
        run.Warnings[0].ShouldContain("checkpoint-10");
    }

    [Fact]
    public async Task The_contracts_layout_stays_what_it_was()
    {
        Write("metrics.csv", "step,epoch,train_loss\n1,0,3\n2,0,2\n3,1,1\n4,1,0.5\n");
        RunArtifacts run = await ReadAsync();
        run.Training!.Metrics.TrainLoss!.Count.ShouldBe(4);
        run.Warnings.ShouldNotContain(w => w.StartsWith("Read as", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_only_file_that_is_a_log_is_read_whatever_it_is_called()
    {
        Write("notes.txt", "tried a smaller rate\n");
        Write("config.json", """{"lr": 0.1}""");
        Write("whatever.csv", History);
        (await ReadAsync()).Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([3, 2, 1]);
    }

    [Fact]
    public async Task Several_logs_are_listed()
    {
        Write("a.csv", History);
        Write("b.json", """{"loss": [3, 2, 1]}""");
        DeepFixException refusal = await Should.ThrowAsync<DeepFixException>(() => ReadAsync());
        refusal.Code.ShouldBe(ErrorCode.ArtifactNotFound);
        refusal.Message.ShouldContain("a.csv, b.json");
    }

    [Fact]
    public async Task The_only_run_below_a_folder_is_read_and_said()
    {
        Write("logs/version_0/metrics.csv", "epoch,step,train_loss\n0,1,3\n1,2,2\n2,3,1\n");
        RunArtifacts run = await ReadAsync();
        run.Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([3, 2, 1]);
        run.Warnings[0].ShouldContain("version_0");
    }

    [Fact]
    public async Task A_packed_file_is_read_and_a_map_corrects_it()
    {
        string path = Path.Combine(_folder, "h.csv.gz");
        await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest)) gzip.Write(System.Text.Encoding.UTF8.GetBytes(History));
        using FetchedRun fetched = await new FileRunSource(path, new FetchLimits(), new Dictionary<string, string> { ["train_loss"] = "val_loss" }).FetchAsync(TimeSpan.FromMinutes(1), null, TestContext.Current.CancellationToken);
        ArtifactParser.Parse(fetched.Record, cancellationToken: TestContext.Current.CancellationToken).Training!.Metrics.TrainLoss!.Values.ToArray().ShouldBe([4, 3, 2]);
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_not_read()
    {
        Write("h.csv", History);
        var source = new FileRunSource(Path.Combine(_folder, "h.csv"), new FetchLimits { MaxFileBytes = 10 });
        (await Should.ThrowAsync<DeepFixException>(() => source.FetchAsync(TimeSpan.FromMinutes(1), null, TestContext.Current.CancellationToken))).Message.ShouldContain("larger than");
    }

    private void Write(string relative, string text)
    {
        string path = Path.Combine(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task<RunArtifacts> ReadAsync()
    {
        using FetchedRun fetched = await new FolderRunSource(_folder, new FetchLimits()).FetchAsync(TimeSpan.FromMinutes(1), null, TestContext.Current.CancellationToken);
        return ArtifactParser.Parse(fetched.Record, cancellationToken: TestContext.Current.CancellationToken);
    }
}
