using System.CommandLine;
using System.Globalization;
using DeepFix.Checking;

namespace DeepFix.Cli.Check;

/// <summary>The options that say what lets a check fail.</summary>
internal sealed class CheckArguments
{
    private readonly Option<string> _failOn = new("--fail-on") { HelpName = "low|medium|high|never", Description = "The least severity of a finding that lets the check fail. Default: high.", DefaultValueFactory = _ => "high" };
    private readonly Option<double> _minConfidence = new("--min-confidence") { HelpName = "0..1", Description = "Findings that are less sure let no check fail. Default: 0.", DefaultValueFactory = _ => 0 };
    private readonly Option<string?> _suppressions = new("--suppressions") { HelpName = "FILE", Description = $"Findings that are taken as they are, each with a reason and a last day. Default: {SuppressionFile.UsualName} in this folder, where it is." };

    public CheckArguments()
    {
        _failOn.AcceptOnlyFromAmong("low", "medium", "high", "never");
        _minConfidence.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && double.TryParse(result.Tokens[^1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double given) && given is not (>= 0 and <= 1)) result.AddError("--min-confidence must lie between 0 and 1.");
        });
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_failOn, _minConfidence, _suppressions]) command.Options.Add(option);
    }

    /// <exception cref="UsageException">The file of suppressions is not as it must be.</exception>
    public CheckRule Rule(ParseResult parsed, Terminal terminal, DateOnly today)
    {
        Severity? failOn = Enum.TryParse(parsed.GetValue(_failOn), ignoreCase: true, out Severity severity) ? severity : null;
        return new CheckRule(failOn, parsed.GetValue(_minConfidence), Suppressions(parsed, terminal), today);
    }

    private IReadOnlyList<Suppression> Suppressions(ParseResult parsed, Terminal terminal)
    {
        string? given = parsed.GetValue(_suppressions);
        string path = terminal.FullPath(given ?? SuppressionFile.UsualName);
        if (given is null && !File.Exists(path)) return [];
        if (!File.Exists(path)) throw new UsageException($"there is no file '{given}'.", "Name an existing file with --suppressions, or leave the option out.");
        return SuppressionFile.Read(path);
    }
}
