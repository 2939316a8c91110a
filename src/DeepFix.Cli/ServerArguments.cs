using System.CommandLine;
using DeepFix.Cli.Analyze;

namespace DeepFix.Cli;

/// <summary>The options that let a DeepFix server do the job.</summary>
internal sealed class ServerArguments
{
    private readonly Option<string?> _server = new("--server") { HelpName = "URL", Description = "Let a DeepFix server do it, as http://localhost:8000. Default: the whole job is done here." };
    private readonly Option<string?> _apiKey = new("--api-key") { HelpName = "KEY", Description = "The server's API key. Default: DEEPFIX_API_KEY, which other users of this machine cannot see." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_apiKey);
    }

    /// <summary>Whether a server was named.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_server) is not null;

    /// <summary>The server; null where none was named.</summary>
    public DeepFixServer? Open(ParseResult parsed, Terminal terminal, double maxSeconds)
        => parsed.GetValue(_server) is { } url ? new DeepFixServer(url, parsed.GetValue(_apiKey) ?? terminal.Variable("DEEPFIX_API_KEY"), maxSeconds) : null;
}
