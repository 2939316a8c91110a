using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("analize abc", "there is no verb 'analize'; did you mean 'analyze'?")]
    [InlineData("dmeo", "did you mean 'demo'?")]
    [InlineData("runs shwo abc", "did you mean 'show'?")]
    [InlineData("analyze abc --trackin-uri x", "there is no option '--trackin-uri'; did you mean '--tracking-uri'?")]
    [InlineData("analyze abc --focsu stability", "did you mean '--focus'?")]
    [InlineData("demo --quux", "there is no option '--quux'.")]
    [InlineData("demo extra", "there is no argument 'extra'.")]
    [InlineData("analyze", "analyze needs run-id | folder | file.")]
    [InlineData("analyze abc --format pdf", "'pdf' is none of ")]
    [InlineData("analyze abc --focus speed", "'speed' is none of ")]
    [InlineData("analyze abc --max-analysis-time 5", "must lie between 30 and 300 seconds")]
    [InlineData("analyze abc --max-analysis-time NaN", "must lie between 30 and 300 seconds")]
    [InlineData("analyze abc --max-analysis-time soon", "soon")]
    [InlineData("analyze abc --task-type chess", "'chess' is none of ")]
    [InlineData("analyze abc --server nowhere --tracking-uri http://mlflow:5000", "is not an address")]
    [InlineData("analyze abc --tracking-uri ftp://host/x", "'ftp'")]
    [InlineData("runs list --max many", "many")]
    [InlineData("runs list --max 0", "--max must be at least 1")]
    public async Task Wrong_usage_ends_with_3_and_says_what_was_meant(string commandLine, string said)
    {
        Ran ran = await DeepFixProgram.RunAsync(commandLine.Split(' '));
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldContain(said);
        ran.Error.ShouldNotContain("   at ");
        ran.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_verb_the_help_is_shown_and_the_usage_is_wrong()
    {
        Ran ran = await DeepFixProgram.RunAsync();
        ran.ExitCode.ShouldBe(3);
        ran.Out.ShouldContain("deepfix demo");
    }

    [Fact]
    public async Task Help_is_what_was_approved()
    {
        string[] verbs = ["", "analyze", "demo", "detectors", "runs", "runs list", "runs show", "runs download"];
        List<string> helps = [];
        foreach (string verb in verbs)
        {
            Ran ran = await DeepFixProgram.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            ran.ExitCode.ShouldBe(0);
            helps.Add($"$ deepfix {verb} --help\n{string.Join('\n', ran.Out.Split('\n').Select(l => l.TrimEnd()))}");
        }

        Approved.Check("help", string.Join('\n', helps));
    }

    [Fact]
    public async Task The_version_names_program_and_knowledge()
        => (await DeepFixProgram.RunAsync("--version")).Out.ShouldMatch(@"^deepfix \d+\.\d+\.\d+\S* \(knowledge [0-9a-f]{12}\)\n$");

    [Theory]
    [InlineData("--format 'pdf' is none of text, json, markdown, html.", "compare", "a", "b", "--format", "pdf")]
    [InlineData("verify needs result.json.", "verify")]
    [InlineData("report needs run-id | folder | result.json.", "report")]
    [InlineData("--max-analysis-time takes a number, not 'long'.", "analyze", "a", "--max-analysis-time", "long")]
    [InlineData("--max takes a whole number, not 'few'.", "compare", "--experiment", "e", "--max", "few")]
    [InlineData("--tracking-uri needs a value.", "analyze", "a", "--tracking-uri")]
    public async Task What_is_wrong_with_a_command_line_is_said_in_words(string said, params string[] arguments)
    {
        Ran ran = await DeepFixProgram.RunAsync(arguments);
        ran.ExitCode.ShouldBe(3);
        ran.Error.ShouldStartWith($"deepfix: {said}\n  See: deepfix ");
    }
}
