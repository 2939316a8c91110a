using DeepFix.Api;
using DeepFix.Mlflow;
using DeepFix.Reports;

namespace DeepFix.Cli;

/// <summary>What went wrong, in words for a person: what, what to do about it, and the exit code.</summary>
internal sealed record Failure(string Message, string Suggestion, int ExitCode)
{
    /// <summary>Of a malformed request every fault, by field.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Every exception has words; none shows a stack.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        UsageException usage => new(usage.Message, usage.Suggestion, Cli.ExitCode.WrongUsage),
        Analyze.ServerException server => new(server.Message, server.Suggestion, server.ExitCode) { Faults = server.Response is { } refusal ? ErrorText.Faults(refusal.Details) : [] },
        Check.BaselineException baseline => baseline.Failure,
        DeepFixException known => new(known.Message, ErrorText.Suggestion(known.Details), Cli.ExitCode.Of(known.Code)) { Faults = ErrorText.Faults(known.Details) },
        MlflowException mlflow => new(mlflow.Message, mlflow.Remedy, Cli.ExitCode.Of(mlflow.Code)),
        UnauthorizedAccessException denied => new(denied.Message, "Give the permission that is missing, or name another place.", Cli.ExitCode.OutOfReach),
        IOException io => new(io.Message, "See that the path is right, readable and not full.", Cli.ExitCode.OutOfReach),
        _ => new($"deepfix has a fault of its own: {exception.GetType().Name}: {exception.Message}", "Please report it, with the command and the version (deepfix --version).", Cli.ExitCode.CouldNotJudge),
    };

    public void WriteTo(TextWriter error, string? about = null)
    {
        string prefix = about is null ? "" : $"{SafeText.Line(about)}: ";
        error.WriteLine($"deepfix: {prefix}{SafeText.Line(Message)}");
        foreach (string fault in Faults) error.WriteLine($"  {SafeText.Line(fault)}");
        if (Suggestion.Length > 0) error.WriteLine($"  {SafeText.Line(Suggestion)}");
    }
}
