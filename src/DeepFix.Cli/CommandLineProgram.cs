using System.CommandLine;
using System.CommandLine.Help;
using DeepFix.Cli.Analyze;
using DeepFix.Cli.Ask;
using DeepFix.Cli.Check;
using DeepFix.Cli.Compare;
using DeepFix.Cli.Completion;
using DeepFix.Cli.Demo;
using DeepFix.Cli.Detectors;
using DeepFix.Cli.Mcp;
using DeepFix.Cli.Report;
using DeepFix.Cli.Requests;
using DeepFix.Cli.Runs;
using DeepFix.Cli.Verify;
using DeepFix.Cli.Watch;

namespace DeepFix.Cli;

/// <summary>The program: its verbs, and how it ends.</summary>
internal static class CommandLineProgram
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        // A word that begins with @ is a name like any other, not a file with more words.
        ParseResult parsed = Build(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (!UsageErrors.IsUsable(parsed)) return UsageErrors.Report(parsed, terminal.Error);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = terminal.EndingTime }, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("deepfix: interrupted");
            return ExitCode.Interrupted;
        }
#pragma warning disable CA1031 // The last line of the program: whatever happened is said in words, never as a stack.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failure failure = Failure.Of(exception);
            failure.WriteTo(terminal.Error);
            return failure.ExitCode;
        }
    }

    private static Command Build(Terminal terminal)
    {
        var root = new Command("deepfix", "Finds out why a training run went wrong, and what to change.")
        {
            AnalyzeVerb.Build(terminal),
            AskVerb.Build(terminal),
            RequestVerbs.Cancel(terminal),
            CheckVerb.Build(terminal),
            CompareVerb.Build(terminal),
            CompletionVerb.Build(terminal),
            CompletionVerb.BuildAsked(terminal, () => Build(terminal)),
            DemoVerb.Build(terminal),
            DetectorsVerb.Build(terminal),
            McpVerb.Build(terminal),
            ReportVerb.Build(terminal),
            RequestVerbs.Result(terminal),
            RunsVerb.Build(terminal),
            RequestVerbs.Status(terminal),
            VerifyVerb.Build(terminal),
            WatchVerb.Build(terminal),
        };
        root.Options.Add(new HelpOption { Recursive = true, Action = new HelpWithExamples() });
        root.Options.Add(new VersionOption { Action = new VersionAction() });
        root.SetAction(parsed =>
        {
            new HelpWithExamples().Invoke(parsed);
            return ExitCode.WrongUsage;
        });
        return root;
    }
}
