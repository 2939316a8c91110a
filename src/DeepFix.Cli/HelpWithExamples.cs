using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DeepFix.Cli;

/// <summary>The usual help, with examples under it and what the exit codes mean.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private const string ExitCodes = """
        Exit codes:
          0  done; for check: passed
          1  check only: a finding at or above the limit
          2  could not judge: nothing to judge in the run, no such run, or the analysis failed
          3  wrong usage
          4  MLflow, the server or a file is out of reach
          Of several runs, the worst.
        """;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        TextWriter output = parseResult.InvocationConfiguration.Output;
        new HelpAction().Invoke(parseResult);
        if (Examples(parseResult.CommandResult.Command.Name) is { } examples) output.WriteLine($"Examples:\n{examples}\n");
        output.WriteLine(ExitCodes);
        return ExitCode.Done;
    }

    private static string? Examples(string command) => command switch
    {
        "deepfix" => """
              deepfix demo                                                    real runs that come with the program
              deepfix analyze 9c047c3438fe41ae9b36f35b547ca910                a run of the MLflow store in this folder
              deepfix analyze path/to/artifacts                               a run's artifact folder, no MLflow needed
            """,
        "analyze" => """
              deepfix analyze 9c047c3438fe41ae9b36f35b547ca910 --tracking-uri http://localhost:5000
              deepfix analyze runs/* --out reports                            many at once: a JSON file each
              deepfix analyze path/to/artifacts --format markdown > report.md
              deepfix analyze 9c047c3438fe41ae9b36f35b547ca910 --tracking-uri http://mlflow:5000 --server http://deepfix:8000
              deepfix analyze 9c047c3438fe41ae9b36f35b547ca910 --tracking-uri http://mlflow:5000 --async
            """,
        "ask" => """
              deepfix ask "validation loss goes up while training loss goes down"
              deepfix ask "how to choose patience" --query-type best_practice --format json
            """,
        "check" => """
              deepfix check 9c047c3438fe41ae9b36f35b547ca910 --fail-on high
              deepfix check RUN --baseline BEST --sarif deepfix.sarif --markdown comment.md
              deepfix check path/to/artifacts --fail-on medium --min-confidence 0.5 --junit deepfix.xml
            """,
        "completion" => """
              eval "$(deepfix completion bash)"
              deepfix completion fish > ~/.config/fish/completions/deepfix.fish
            """,
        "watch" => """
              deepfix watch --experiment my-experiment --tracking-uri http://localhost:5000
              deepfix watch --experiment my-experiment --format json >> verdicts.jsonl
            """,
        "compare" => """
              deepfix compare 9c047c3438fe41ae9b36f35b547ca910 29ec2d2f2f8a44dca98b43244a70daa8
              deepfix compare runs/old runs/new --baseline runs/old --metric val_f1
              deepfix compare --experiment my-experiment --max 50 --format html -o comparison.html
            """,
        "demo" => """
              deepfix demo
              deepfix demo --out reports --format markdown
            """,
        "detectors" => """
              deepfix detectors
              deepfix detectors --format json
            """,
        "report" => """
              deepfix report 9c047c3438fe41ae9b36f35b547ca910 -o report.html      one file, to open or to mail
              deepfix report path/to/artifacts --format markdown
              deepfix report result.json -o report.html                           of a result that is there already
            """,
        "mcp" => """
              deepfix mcp                                                     the MLflow store in this folder
              deepfix mcp --tracking-uri http://localhost:5000

            In an assistant's configuration: command deepfix, arguments mcp --tracking-uri URI. docs/assistants.md has more.
            """,
        "verify" => """
              deepfix verify result.json                                          the run's id stands in the result
              deepfix verify result.json --run path/to/artifacts
              deepfix verify result.json --tracking-uri http://localhost:5000 --format json

            Give the options that the analysis was made with (--focus, --no-dataset, --task-type, …). Exit code 2: not confirmed.
            """,
        "list" => """
              deepfix runs list --tracking-uri sqlite:///mlflow.db
              deepfix runs list --experiment my-experiment --format json
            """,
        "show" => """
              deepfix runs show 9c047c3438fe41ae9b36f35b547ca910
              deepfix runs show 9c047c3438fe41ae9b36f35b547ca910 --history --format json

            JSON: {run_id, experiment_id, name, status, start_time, end_time, artifact_uri, params{}, tags{}, metrics{key: last},
              history{key: [[step, value, timestamp]]} (with --history), artifacts[{path, size, sha256}]}.
              Times are milliseconds since 1970 UTC, as MLflow has them. Values that are not finite are "NaN", "Infinity", "-Infinity".
            """,
        "download" => """
              deepfix runs download 9c047c3438fe41ae9b36f35b547ca910 --out artifacts
            """,
        _ => null,
    };
}
