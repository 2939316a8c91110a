using System.CommandLine;
using DeepFix.Cli.Analyze;

namespace DeepFix.Cli;

/// <summary>The options that let a DeepFix server do the job.</summary>
internal sealed class ServerArguments(string description = "Let a DeepFix server do it, as http://localhost:8000. Default: the whole job is done here.")
{
    /// <summary>Where a DeepFix server listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://localhost:8000";

    private readonly Option<string?> _server = new("--server") { HelpName = "URL", Description = description };
    private readonly Option<string?> _apiKey = new("--api-key") { HelpName = "KEY", Description = "The server's API key. Default: DEEPFIX_API_KEY, which other users of this machine cannot see." };

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_apiKey);
    }

    /// <summary>Whether a server was named.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_server) is not null;

    /// <summary>The server's address: the one that was named, or where one listens unless told otherwise.</summary>
    public string Url(ParseResult parsed) => parsed.GetValue(_server) ?? DefaultUrl;

    /// <summary>The server that was named, or the one on this machine.</summary>
    public DeepFixServer OpenOrDefault(ParseResult parsed, Terminal terminal, double maxSeconds)
        => new(Url(parsed), parsed.GetValue(_apiKey) ?? terminal.Variable("DEEPFIX_API_KEY"), maxSeconds);

    /// <summary>The server; null where none was named.</summary>
    public DeepFixServer? Open(ParseResult parsed, Terminal terminal, double maxSeconds)
        => IsGiven(parsed) ? OpenOrDefault(parsed, terminal, maxSeconds) : null;
}
