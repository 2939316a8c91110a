using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Jobs;

/// <summary>An MLflow that holds every answer back until it is let go.</summary>
internal sealed class SlowMlflow : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ManualResetEventSlim _go = new();
    private int _asked;

    private SlowMlflow(FakeMlflow mlflow)
    {
        Mlflow = mlflow;
        mlflow.Add(LabelledRuns.NanLoss);
        mlflow.Interceptor = _ =>
        {
            Interlocked.Increment(ref _asked);
            _go.Wait(Patience);
            return null;
        };
    }

    public FakeMlflow Mlflow { get; }

    public Uri Uri => Mlflow.Uri;

    /// <summary>Requests that came.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<SlowMlflow> StartAsync() => new(await FakeMlflow.StartAsync());

    public void Go() => _go.Set();

    public async ValueTask DisposeAsync()
    {
        _go.Set();
        await Mlflow.DisposeAsync();
        _go.Dispose();
    }
}
