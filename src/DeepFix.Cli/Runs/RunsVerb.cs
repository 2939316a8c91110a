using System.CommandLine;

namespace DeepFix.Cli.Runs;

/// <summary><c>deepfix runs</c>: runs as MLflow has them.</summary>
internal static class RunsVerb
{
    public static Command Build(Terminal terminal)
    {
        var command = new Command("runs", "Look at runs as MLflow has them.")
        {
            ListVerb.Build(terminal),
            ShowVerb.Build(terminal),
            DownloadVerb.Build(terminal),
        };
        command.SetAction(parsed =>
        {
            new HelpWithExamples().Invoke(parsed);
            return ExitCode.WrongUsage;
        });
        return command;
    }
}
