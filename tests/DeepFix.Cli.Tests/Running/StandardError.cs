using System.Text;

namespace DeepFix.Cli.Tests.Running;

/// <summary>Keeps what a program writes, and lets a test wait for words of it, so that it need not guess how long the program takes to get there.</summary>
internal sealed class StandardError : TextWriter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private readonly StringBuilder _written = new();
    private readonly List<(string Words, TaskCompletionSource Heard)> _awaited = [];

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_lock)
        {
            _written.Append(value);
            if (value == '\n') TellThoseWhoWait();
        }
    }

    /// <exception cref="TimeoutException">No line with these words is written within a minute.</exception>
    public Task HearAsync(string words)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _awaited.Add((words, heard));
            TellThoseWhoWait();
        }

        return heard.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    public override string ToString()
    {
        lock (_lock) return _written.ToString();
    }

    private void TellThoseWhoWait()
    {
        string written = _written.ToString();
        foreach ((string words, TaskCompletionSource heard) in _awaited)
        {
            if (written.Contains(words, StringComparison.Ordinal)) heard.TrySetResult();
        }
    }
}
