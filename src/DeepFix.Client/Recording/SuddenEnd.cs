using System.Runtime.InteropServices;

namespace DeepFix.Client.Recording;

/// <summary>Ends a record when the process is about to end: on Ctrl+C, SIGTERM, or an exception that nobody handles (where <c>using</c> and <c>finally</c> do not run).</summary>
internal sealed class SuddenEnd : IDisposable
{
    private readonly Action<TrainingOutcome> _end;
    private readonly List<PosixSignalRegistration> _signals;

    public SuddenEnd(Action<TrainingOutcome> end)
    {
        _end = end;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        // The signal itself is not stopped: after the record is put away, the process ends as it would have.
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => end(TrainingOutcome.Killed)), PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => end(TrainingOutcome.Killed))];
    }

    // Called from within the end itself, on a signal's thread too: unregistering must not wait for the handler that runs.
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        ThreadPool.UnsafeQueueUserWorkItem(static signals => signals.ForEach(s => s.Dispose()), _signals, preferLocal: false);
    }

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs e) => _end(TrainingOutcome.Failed);
}
