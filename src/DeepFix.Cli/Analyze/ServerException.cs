using DeepFix.Api;

namespace DeepFix.Cli.Analyze;

/// <summary>A DeepFix server refused, failed, or did not answer.</summary>
internal sealed class ServerException(string message, string suggestion, int exitCode) : Exception(message)
{
    public string Suggestion => suggestion;

    public int ExitCode => exitCode;

    /// <summary>What it answered; null where nothing came that could be read.</summary>
    public ErrorResponse? Response { get; init; }
}
