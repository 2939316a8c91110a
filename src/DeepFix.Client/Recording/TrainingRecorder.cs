using System.Diagnostics;
using DeepFix.Fetch;

namespace DeepFix.Client.Recording;

/// <summary>Records a training in three lines: start, a line an epoch, finish. What was recorded is put into MLflow, or into a folder where there is none, and analysed.</summary>
/// <remarks>Not safe for use from several threads at once. In fallback mode no method throws for what servers, networks or disks do. A recorder that is disposed before <see cref="FinishAsync"/> says that the training failed.</remarks>
public sealed class TrainingRecorder : IAsyncDisposable, IDisposable
{
    private readonly TrainingSetup _setup;
    private readonly RecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly RunAnalysis _analysis;
    private readonly DateTimeOffset _started;
    private readonly long _begun;
    private readonly MetricRecord _metrics = new();
    private readonly List<string> _notes = [];
    private readonly SuddenEnd? _suddenEnd;
    private readonly Lock _lock = new();
    private Task<RecordedRun>? _end;
    private long _ticksInside;

    private TrainingRecorder(TrainingSetup setup, RecorderOptions options, TimeProvider time, RunAnalysis analysis)
    {
        (_setup, _options, _time, _analysis) = (setup, options, time, analysis);
        (_started, _begun) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        Data = new DatasetRecord();
        if (options.RecordsSuddenEnds) _suddenEnd = new SuddenEnd(EndNow);
    }

    /// <summary>The data of the training: its name, its rows, and samples of which statistics are computed after the training.</summary>
    public DatasetRecord Data { get; }

    /// <summary>Time that was spent inside the recorder so far.</summary>
    public TimeSpan RecorderTime => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticksInside));

    /// <summary>Starts a record. Nothing is sent yet.</summary>
    /// <param name="setup">The settings of the training.</param>
    /// <param name="options">Where the record goes; null = to MLflow where the environment names one, else to a folder.</param>
    public static TrainingRecorder Start(TrainingSetup setup, RecorderOptions? options = null) => Start(setup, options ?? new RecorderOptions(), TimeProvider.System, RunAnalysis.Default);

    internal static TrainingRecorder Start(TrainingSetup setup, RecorderOptions options, TimeProvider time, RunAnalysis analysis) => new(setup, options, time, analysis);

    /// <summary>Records an epoch: <c>LogEpoch(3, ("train_loss", 0.41), ("val_loss", 0.52))</c>. NaN and infinities are recorded as such.</summary>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="metrics">Metrics by name, as the contract has them (<c>train_loss</c>, <c>val_accuracy</c>, <c>learning_rate</c>, <c>grad_norm</c>, …) or your own.</param>
    public void LogEpoch(int epoch, params ReadOnlySpan<(string Name, double Value)> metrics) => Log(epoch, epoch, metrics);

    /// <summary>Records values at a step; those of the same step and epoch share a row.</summary>
    /// <param name="step">The optimiser's step.</param>
    /// <param name="epoch">The epoch, from 0; may be a fraction.</param>
    /// <param name="metrics">Metrics by name.</param>
    public void Log(long step, double epoch, params ReadOnlySpan<(string Name, double Value)> metrics)
    {
        long entered = Stopwatch.GetTimestamp();
        if (_end is null) _metrics.Add(step, epoch, metrics);
        CountTime(entered);
    }

    /// <summary>Something that the report shall say; each text once.</summary>
    /// <param name="text">A sentence.</param>
    public void Note(string text)
    {
        if (!_notes.Contains(text, StringComparer.Ordinal)) _notes.Add(text);
    }

    /// <summary>The training is over: puts the record away, has it analysed, and prints the result.</summary>
    /// <param name="cancellationToken">Gives up on servers; the record is still put away.</param>
    /// <exception cref="AnalysisException">In strict mode only.</exception>
    public Task<RecordedRun> FinishAsync(CancellationToken cancellationToken = default) => EndAsync(TrainingOutcome.Finished, cancellationToken);

    /// <summary>The training died of an exception: the same as <see cref="FinishAsync"/>, for a run that failed or, where its token was cancelled, was killed.</summary>
    /// <param name="exception">What it died of.</param>
    /// <param name="cancellationToken">Gives up on servers; the record is still put away.</param>
    public Task<RecordedRun> FailAsync(Exception exception, CancellationToken cancellationToken = default)
    {
        Note($"The training ended with {exception.GetType().Name}: {exception.Message}");
        return EndAsync(exception is OperationCanceledException ? TrainingOutcome.Killed : TrainingOutcome.Failed, cancellationToken);
    }

    /// <summary>Ends a record that was not finished: the training failed, or was cancelled.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _ = await EndAsync(Unfinished, CancellationToken.None);
        }
        catch (AnalysisException)
        {
            // An exception of the training itself is on its way, or FinishAsync has thrown this one already.
        }
    }

    /// <summary>The same, for a <c>using</c> that does not await.</summary>
    public void Dispose() => EndNow(Unfinished);

    /// <summary>Counts time as spent inside the recorder, for what records around it.</summary>
    internal void CountTime(long entered) => Interlocked.Add(ref _ticksInside, Stopwatch.GetTimestamp() - entered);

    /// <summary>Compiles what records a row.</summary>
    internal static void WarmUp((string Name, double Value)[] row) => new MetricRecord().Add(0, 0, row);

    private TrainingOutcome Unfinished => _options.Cancellation.IsCancellationRequested ? TrainingOutcome.Killed : TrainingOutcome.Failed;

    // No synchronisation context is waited in.
    private void EndNow(TrainingOutcome outcome) => Task.Run(async () =>
    {
        try
        {
            _ = await EndAsync(outcome, CancellationToken.None);
        }
        catch (AnalysisException)
        {
            // As in DisposeAsync.
        }
    }).GetAwaiter().GetResult();

    private Task<RecordedRun> EndAsync(TrainingOutcome outcome, CancellationToken cancellationToken)
    {
        lock (_lock) return _end ??= FinishOnceAsync(outcome, cancellationToken);
    }

    private async Task<RecordedRun> FinishOnceAsync(TrainingOutcome outcome, CancellationToken cancellationToken)
    {
        await Task.Yield();
        _suddenEnd?.Dispose();
        TimeSpan training = Stopwatch.GetElapsedTime(_begun);
        long statisticsBegan = Stopwatch.GetTimestamp();
        Mlflow.MlflowException? mlflowFailure = null;
        IReadOnlyList<(string Path, byte[] Content)> data = [];
        if (!await IsKnownDataAsync(f => mlflowFailure = f, cancellationToken)) data = Data.Files(training, _setup, Note);
        var told = new RecordedRun { Outcome = outcome, TrainingTime = training, RecorderTime = RecorderTime, StatisticsTime = data.Count > 0 ? Stopwatch.GetElapsedTime(statisticsBegan) : TimeSpan.Zero };
        var record = new FinishedRecord
        {
            Outcome = outcome,
            Started = _started,
            Ended = _time.GetUtcNow(),
            Metrics = _metrics,
            Params = SetupYaml.Params(_setup),
            Files = new RecordFiles([(RecordFiles.Metrics, _metrics.ToCsv()), (RecordFiles.Parameters, SetupYaml.Write(_setup)), .. data]),
        };
        TextWriter output = _options.Output ?? Console.Out;
        try
        {
            told = await new Ending(_options, _analysis, _time).RunAsync(record, told, mlflowFailure, cancellationToken);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException && _options.Mode != RecorderMode.Strict)
        {
            told = told with { Warning = $"The record could not be kept in {_options.OfflineFolder}: {failed.Message} Name another OfflineFolder." };
        }

        await output.WriteAsync(RecorderText.Of(told, _notes));
        if (_options.AnalysisMode == AnalysisMode.Async && told.RequestId is not null) _ = PrintLaterAsync(told, output);
        return told;
    }

    /// <summary>Statistics that the run has for the same data are not computed again.</summary>
    private async Task<bool> IsKnownDataAsync(Action<Mlflow.MlflowException> failed, CancellationToken cancellationToken)
    {
        if (_options.RunId is null || !Data.HasSamples || Ending.ServerOf(_options) is not { } uri) return false;
        try
        {
            return await new MlflowRecord(_options, uri).KnownDataAsync(cancellationToken) is { } metadata && Data.IsSame(metadata);
        }
        catch (Mlflow.MlflowException failure)
        {
            failed(failure);
            return false;
        }
    }

    private static async Task PrintLaterAsync(RecordedRun told, TextWriter output)
    {
        if (await told.Pending is { } result) await output.WriteAsync(RecorderText.Of(told with { Result = result, RequestId = null }, []));
    }
}
