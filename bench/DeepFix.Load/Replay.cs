using System.Globalization;
using System.Text;
using DeepFix.Testing;

namespace DeepFix.Load;

/// <summary>An MLflow that answers with recorded runs, as slowly as it is told to.</summary>
public sealed class Replay : IAsyncDisposable
{
    /// <summary>A run long enough for its analysis to be met in the act.</summary>
    public const string LongRun = "long";

    private const int LongRunRows = 30_000;

    private readonly FakeMlflow _mlflow;
    private int _requests;

    private Replay(FakeMlflow mlflow, IReadOnlyList<string> runs)
    {
        (_mlflow, Runs) = (mlflow, runs);
        mlflow.Interceptor = _ =>
        {
            int number = Interlocked.Increment(ref _requests);
            Asked?.Invoke(number);
            if (Delay > TimeSpan.Zero) Thread.Sleep(Delay);
            return null;
        };
    }

    /// <summary>Ids of the recorded runs.</summary>
    public IReadOnlyList<string> Runs { get; }

    /// <summary>Where it is.</summary>
    public string TrackingUri => _mlflow.Uri.AbsoluteUri.TrimEnd('/');

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Told of each request, with its number since the last <see cref="Restart"/>.</summary>
    public Action<int>? Asked { get; set; }

    /// <summary>Requests since the last <see cref="Restart"/>.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts it with the labelled runs of the repository, and one long run.</summary>
    public static async Task<Replay> StartAsync()
    {
        FakeMlflow mlflow = await FakeMlflow.StartAsync();
        string root = Repository.Path("tests", "runs");
        string[] runs = [.. Directory.GetDirectories(root).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];
        foreach (string run in runs) Add(mlflow, run, Path.Combine(root, run));
        FakeRun made = mlflow.Store.AddRun(id: LongRun);
        made.Status = "FINISHED";
        made.WithArtifact("training_artifacts/metrics.csv", FakeArtifact.Of(LongTable()));
        return new Replay(mlflow, runs);
    }

    /// <summary>Counts from the beginning.</summary>
    public void Restart() => Volatile.Write(ref _requests, 0);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    private static void Add(FakeMlflow mlflow, string id, string folder)
    {
        FakeRun run = mlflow.Store.AddRun(id: id);
        run.Status = "FINISHED";
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "labels.yaml"))
            run.WithArtifact(Path.GetRelativePath(folder, file).Replace('\\', '/'), FakeArtifact.Of(File.ReadAllBytes(file)));
    }

    private static byte[] LongTable()
    {
        var text = new StringBuilder("step,epoch,train_loss,val_loss\n");
        for (int row = 0; row < LongRunRows; row++)
        {
            double loss = 2.0 / (1 + (row / 2000.0)), noise = 0.02 * (row * 7919 % 13) / 13;
            text.Append(CultureInfo.InvariantCulture, $"{row},{row / 100},{loss + noise:F5},{loss + (row / 40_000.0) + noise:F5}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
