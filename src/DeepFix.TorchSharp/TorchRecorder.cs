using System.Diagnostics;
using DeepFix.Client.Recording;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepFix.TorchSharp;

/// <summary>Records a TorchSharp training: <see cref="Step"/> between <c>backward()</c> and <c>optimizer.step()</c>, <see cref="Validate"/> for each validation batch, <see cref="EndEpoch"/>, and <see cref="FinishAsync"/>.</summary>
/// <remarks>The training is not changed: no random number is drawn, weights, gradients and modes stay as they are. What is costly is sampled, so that all of it takes less than 2 % of the time where a step takes 5 ms or more; where steps are shorter it is sampled more rarely, and the report says so.</remarks>
public sealed class TorchRecorder : IAsyncDisposable, IDisposable
{
    private const double GradientShare = 0.008, ScoreShare = 0.002;

    /// <summary>Share of the time above which nothing is looked at closely, whatever took the time.</summary>
    private const double MostShare = 0.011;

    private static readonly TimeSpan ShortStep = TimeSpan.FromMilliseconds(5);

    private readonly TrainingRecorder _recorder;
    private readonly nn.Module _model;
    private readonly optim.Optimizer _optimizer;
    private readonly (string Name, Parameter Parameter)[] _parameters;
    private readonly UpdateWatch _updates;
    private readonly DeadUnits _deadUnits;
    private readonly LiveTensors _liveTensors = new();
    private readonly SamplingBudget _gradientBudget = new(GradientShare), _scoreBudget = new(ScoreShare);
    private readonly bool _hasModes;
    private readonly long _begun = Stopwatch.GetTimestamp();
    private Scores _training = new(), _validation = new();
    private GradientColumns _gradients = new();
    private long _steps;
    private int _epoch;

    private TorchRecorder(nn.Module model, optim.Optimizer optimizer, TrainingSetup setup, RecorderOptions? options)
    {
        _recorder = TrainingRecorder.Start(setup, options);
        (_model, _optimizer) = (model, optimizer);
        _parameters = [.. model.named_parameters().Select(p => (p.name, p.parameter)).Where(p => p.parameter.requires_grad)];
        _updates = new UpdateWatch(_parameters);
        _deadUnits = new DeadUnits(model, _recorder.CountTime);
        _hasModes = model.named_modules().Any(m => m.Item2 is Dropout or Dropout1d or Dropout2d or Dropout3d or BatchNorm);
        WarmUp(optimizer);
        _deadUnits.Begin();
    }

    /// <summary>The data of the training: its name, its rows, and samples of which statistics are computed after the training.</summary>
    public DatasetRecord Data => _recorder.Data;

    /// <summary>Steps so far.</summary>
    public long Steps => _steps;

    /// <summary>Time that was spent inside the recorder so far.</summary>
    public TimeSpan RecorderTime => _recorder.RecorderTime;

    /// <summary>Starts a record. Nothing is sent yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimiser.</param>
    /// <param name="setup">The settings: begin with <see cref="TorchSetup.Of"/>.</param>
    /// <param name="options">Where the record goes; null = to MLflow where the environment names one, else to a folder.</param>
    public static TorchRecorder Start(nn.Module model, optim.Optimizer optimizer, TrainingSetup setup, RecorderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(setup);
        return new TorchRecorder(model, optimizer, setup, options);
    }

    /// <summary>A training step, between <c>loss.backward()</c> and <c>optimizer.step()</c>.</summary>
    /// <param name="loss">The batch's loss, a scalar.</param>
    /// <param name="outputs">What the model gave: rows × classes for a classification. Null = no training score.</param>
    /// <param name="targets">What it should have given: class numbers (int64), or numbers.</param>
    public void Step(Tensor loss, Tensor? outputs = null, Tensor? targets = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        long entered = Stopwatch.GetTimestamp();
        _steps++;
        double value = loss.ToDouble();
        _training.AddLoss(value, targets is { } rows && rows.dim() > 0 ? rows.shape[0] : 1);
        TakeUpdate();
        if (!double.IsFinite(value)) _gradients.AddBroken();
        bool isCheap = _recorder.RecorderTime <= MostShare * Stopwatch.GetElapsedTime(_begun, entered) || _steps == 1;
        if (outputs is not null && targets is not null && _scoreBudget.IsDue(entered) && isCheap)
        {
            long began = Stopwatch.GetTimestamp();
            _training.Add(outputs, targets);
            _scoreBudget.Looked(began, Stopwatch.GetTimestamp());
        }

        if (_gradientBudget.IsDue(entered) && isCheap) Look();
        _recorder.CountTime(entered);
    }

    /// <summary>A validation batch. Call it where gradients are off and the model is in evaluation mode; the report says where it is not.</summary>
    /// <param name="loss">The batch's loss, a scalar.</param>
    /// <param name="outputs">What the model gave.</param>
    /// <param name="targets">What it should have given.</param>
    public void Validate(Tensor loss, Tensor? outputs = null, Tensor? targets = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        long entered = Stopwatch.GetTimestamp();
        _deadUnits.Pause();
        if (_model.training && _hasModes) _recorder.Note("Validation ran in training mode, with dropout or batch statistics on: call model.eval() before it and model.train() after.");
        _validation.AddLoss(loss.ToDouble(), targets is { } rows && rows.dim() > 0 ? rows.shape[0] : 1);
        if (outputs is not null && targets is not null) _validation.Add(outputs, targets);
        _recorder.CountTime(entered);
    }

    /// <summary>An epoch is over: its row is recorded.</summary>
    /// <param name="metrics">Further metrics by name.</param>
    public void EndEpoch(params ReadOnlySpan<(string Name, double Value)> metrics)
    {
        long entered = Stopwatch.GetTimestamp();
        TakeUpdate();
        List<(string, double)> row = [.. metrics];
        Present(row, ("train_loss", _training.Loss), ("val_loss", _validation.Loss), ("train_accuracy", _training.Accuracy), ("val_accuracy", _validation.Accuracy), ("train_r2", _training.R2), ("val_r2", _validation.R2),
            ("learning_rate", TorchSetup.LearningRate(_optimizer)), ("val_balanced_accuracy", _validation.BalancedAccuracy), ("val_max_class_share", _validation.LargestClassShare), ("dead_unit_fraction", _deadUnits.End()));
        row.AddRange(_gradients.Columns());
        long live = Tensor.TotalCount;
        _liveTensors.Add(live);
        row.Add(("live_tensors", live));
        _recorder.Log(_steps, _epoch++, [.. row]);
        (_training, _validation, _gradients) = (new Scores(), new Scores(), new GradientColumns());
        _deadUnits.Begin();
        _recorder.CountTime(entered);
    }

    /// <summary>The training is over: puts the record away, has it analysed, and prints the result.</summary>
    /// <param name="cancellationToken">Gives up on servers; the record is still put away.</param>
    public Task<RecordedRun> FinishAsync(CancellationToken cancellationToken = default)
    {
        Close();
        return _recorder.FinishAsync(cancellationToken);
    }

    /// <summary>Something that the report shall say; each text once.</summary>
    /// <param name="text">A sentence.</param>
    public void Note(string text) => _recorder.Note(text);

    /// <summary>Ends a record that was not finished: the training failed, or was cancelled.</summary>
    public ValueTask DisposeAsync()
    {
        Close();
        return _recorder.DisposeAsync();
    }

    /// <summary>The same, for a <c>using</c> that does not await.</summary>
    public void Dispose()
    {
        Close();
        _recorder.Dispose();
    }

    private static void Present(List<(string, double)> row, params ReadOnlySpan<(string Name, double? Value)> values)
    {
        foreach ((string name, double? value) in values)
            if (value is { } number) row.Add((name, number));
    }

    /// <summary>The first call of a method compiles it: that is no step's time.</summary>
    private static void WarmUp(optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        using var dummy = new Parameter(zeros(2, 2));
        dummy.grad = zeros(2, 2);
        (string, Parameter)[] parameters = [("a.weight", dummy)];
        var columns = new GradientColumns();
        if (GradientSample.Of(parameters) is { } sample) columns.Add(sample);
        using var watch = new UpdateWatch(parameters);
        watch.Keep();
        columns.AddUpdate(watch.Take() ?? 0);
        var scores = new Scores();
        scores.AddLoss(zeros(1).mean().ToDouble(), 1);
        scores.Add(zeros(2, 2), zeros(2, ScalarType.Int64));
        List<(string, double)> row = [.. columns.Columns(), ("live_tensors", Tensor.TotalCount)];
        Present(row, ("a", scores.Loss), ("b", scores.Accuracy), ("c", scores.BalancedAccuracy), ("d", scores.LargestClassShare), ("e", scores.R2), ("f", TorchSetup.LearningRate(optimizer)));
        TrainingRecorder.WarmUp([.. row]);
    }

    private void TakeUpdate()
    {
        long began = Stopwatch.GetTimestamp();
        if (_updates.Take() is not { } ratio) return;
        _gradients.AddUpdate(ratio);
        _gradientBudget.Add(Stopwatch.GetTimestamp() - began);
    }

    private void Look()
    {
        long began = Stopwatch.GetTimestamp();
        if (GradientSample.Of(_parameters) is { } sample) _gradients.Add(sample);
        _updates.Keep();
        _gradientBudget.Looked(began, Stopwatch.GetTimestamp());
    }

    private void Close()
    {
        _updates.Dispose();
        _deadUnits.Dispose();
        if (_steps == 0) return;
        TimeSpan step = Stopwatch.GetElapsedTime(_begun) / _steps;
        if (step < ShortStep && _gradientBudget.Looks < _gradientBudget.Steps)
            _recorder.Note($"A step takes {Significant.Text(step.TotalMilliseconds, 2)} ms: gradients were looked at in {Significant.Text(_gradientBudget.Looks)} of {Significant.Text(_gradientBudget.Steps)} steps, so that recording costs little.");
        if (_epoch > 0 && _liveTensors.Leak(_steps / (double)_epoch) is { } leak) _recorder.Note(leak);
    }
}
