using System.Globalization;
using DeepFix.Agents;
using DeepFix.Reports;

namespace DeepFix.Cli.Analyze;

/// <summary>One line on standard error that says what is being done, overwritten in place; nothing where nobody sees it.</summary>
internal sealed class ProgressLine(Terminal terminal, TimeProvider time)
{
    private const string EraseLine = "\r\u001b[K";

    /// <summary>Faster than this nobody reads.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly bool _isShown = terminal.ShowsProgress;
    private long _lastShown;
    private int _total;
    private int _finished;
    private bool _isDirty;

    public void Begin(int total) => (_total, _lastShown) = (total, time.GetTimestamp());

    public void Finished() => Interlocked.Increment(ref _finished);

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_isDirty) terminal.Error.Write(EraseLine);
            _isDirty = false;
        }
    }

    public IProgress<AnalysisStage> Of(Subject subject) => new OfRun(this, subject.Name ?? subject.Source.RunId);

    private void Show(string run, AnalysisStage stage)
    {
        if (!_isShown) return;
        lock (_lock)
        {
            if (time.GetElapsedTime(_lastShown) < Pause) return;
            _lastShown = time.GetTimestamp();
            string count = _total > 1 ? string.Create(CultureInfo.InvariantCulture, $"[{_finished}/{_total}] ") : "";
            string line = SafeText.Line($"{count}{stage.Name} {run} {stage.Detail}");
            terminal.Error.Write(EraseLine + line[..Math.Min(line.Length, terminal.Width - 1)]);
            _isDirty = true;
        }
    }

    /// <summary>Reports at once, on the thread that reports: Progress&lt;T&gt; would post, and come after the end.</summary>
    private sealed class OfRun(ProgressLine line, string run) : IProgress<AnalysisStage>
    {
        public void Report(AnalysisStage value) => line.Show(run, value);
    }
}
