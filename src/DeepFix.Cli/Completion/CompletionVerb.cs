using System.CommandLine;

namespace DeepFix.Cli.Completion;

/// <summary><c>deepfix completion</c>: the script that teaches a shell to complete, and what that script asks.</summary>
internal static class CompletionVerb
{
    /// <summary>What the scripts ask: hidden, for nobody types it.</summary>
    public const string Asked = "complete";

    public static Command Build(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { HelpName = "bash | zsh | fish | pwsh", Description = "The shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Print the script that completes verbs and options in a shell.") { shell };
        command.SetAction(parsed =>
        {
            terminal.Out.Write(CompletionScripts.Of(parsed.GetRequiredValue(shell)));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary><c>deepfix complete POSITION LINE</c>: the words that may stand at a position of a line, one each.</summary>
    /// <param name="terminal">Where they are written.</param>
    /// <param name="root">Gives the whole program.</param>
    public static Command BuildAsked(Terminal terminal, Func<Command> root)
    {
        var position = new Argument<int>("position");
        var line = new Argument<string>("line");
        var command = new Command(Asked, "What may stand at a position of a command line.") { position, line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (string word in Words(root(), parsed.GetRequiredValue(line), parsed.GetValue(position))) terminal.Out.WriteLine(word);
            return ExitCode.Done;
        });
        return command;
    }

    internal static IEnumerable<string> Words(Command root, string line, int position)
    {
        position = Math.Clamp(position, 0, line.Length);
        return root.Parse(line[..position]).GetCompletions(position).Select(c => c.InsertText ?? c.Label).Where(w => w != Asked).Distinct(StringComparer.Ordinal);
    }
}
