namespace DeepFix.Cli;

/// <summary>The command line asks for what cannot be.</summary>
internal sealed class UsageException(string message, string suggestion) : Exception(message)
{
    public string Suggestion => suggestion;
}
