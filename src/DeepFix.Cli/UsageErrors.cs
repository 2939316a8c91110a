using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using DeepFix.Reports;

namespace DeepFix.Cli;

/// <summary>Says what is wrong with a command line, and which word was probably meant.</summary>
internal static class UsageErrors
{
    /// <summary>Words further apart than this share of their length are different words.</summary>
    private const double FarApart = 0.4;

    /// <summary>Whether the command line can be run as it is.</summary>
    public static bool IsUsable(ParseResult parsed) => parsed.Action is HelpWithExamples or VersionAction || (parsed.Action is not ParseErrorAction && !MistakenOptions(parsed).Any());

    public static int Report(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        // What follows an unknown verb belongs to it.
        string[] unknown = [.. parsed.UnmatchedTokens.Where(IsOption).Concat(MistakenOptions(parsed)).Distinct(StringComparer.Ordinal), .. parsed.UnmatchedTokens.Where(w => !IsOption(w)).Take(1)];
        if (unknown.Length == 0)
        {
            foreach (string message in parsed.Errors.Select(Said).Distinct(StringComparer.Ordinal)) error.WriteLine($"deepfix: {SafeText.Line(message)}");
        }

        foreach (string word in unknown) error.WriteLine(Unknown(word, command));
        error.WriteLine($"  See: {Path(parsed)} --help");
        return ExitCode.WrongUsage;
    }

    /// <summary>The parser's messages in words for people; what it says otherwise stays.</summary>
    private static string Said(ParseError error)
    {
        string[] quoted = [.. error.Message.Split('\'').Where((_, i) => i % 2 == 1)];
        string place = error.SymbolResult is OptionResult option ? option.Option.Name + " " : "";
        return error.Message switch
        {
            _ when error.Message.Contains("Must be one of", StringComparison.Ordinal) && quoted is [var given, .. var allowed] => $"{place}'{given}' is none of {string.Join(", ", allowed)}.",
            _ when error.Message.StartsWith("Required argument '", StringComparison.Ordinal) && quoted is [var needed, var verb] => $"{verb} needs {needed}.",
            _ when error.Message.StartsWith("Required argument missing for option", StringComparison.Ordinal) && place.Length > 0 => $"{place}needs a value.",
            _ when error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal) && quoted is [var text, _, var type] && place.Length > 0 => $"{place}takes {(type.Contains("Int", StringComparison.Ordinal) ? "a whole number" : type.Contains("Double", StringComparison.Ordinal) ? "a number" : "something else")}, not '{text}'.",
            _ => error.Message,
        };
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';

    /// <summary>Options nobody knows, which the parser took for run ids; after <c>--</c> they are meant.</summary>
    private static IEnumerable<string> MistakenOptions(ParseResult parsed)
    {
        HashSet<Token> arguments = [.. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens)];
        return parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash).Where(t => arguments.Contains(t) && IsOption(t.Value)).Select(t => t.Value);
    }

    private static string Unknown(string word, Command command)
    {
        bool isOption = IsOption(word);
        string what = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        string said = $"deepfix: there is no {what} '{SafeText.Line(word)}'";
        return Nearest(word, isOption ? OptionNames(command) : command.Subcommands.Select(c => c.Name)) is { } meant ? $"{said}; did you mean '{meant}'?" : $"{said}.";
    }

    private static IEnumerable<string> OptionNames(Command command) => command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name)).Append("--help");

    private static string? Nearest(string word, IEnumerable<string> known)
        => known.Select(name => (Name: name, Distance: Distance(word, name)))
            .Where(n => n.Distance <= Math.Max(1, FarApart * Math.Max(word.Length, n.Name.Length)))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name).FirstOrDefault();

    /// <summary>How many letters must be put in, left out, changed or swapped with the next to make one word the other.</summary>
    private static int Distance(string a, string b)
    {
        int[,] steps = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) steps[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) steps[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(changed, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                bool isSwapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (isSwapped) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[a.Length, b.Length];
    }

    private static string Path(ParseResult parsed)
    {
        List<string> names = [];
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent) names.Insert(0, command.Command.Name);
        return string.Join(' ', names);
    }
}
