using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class TerminalTests
{
    private const char Escape = '\u001b';

    [Fact]
    public async Task A_pipe_gets_neither_colours_nor_progress()
    {
        Ran ran = await DeepFixProgram.RunAsync("demo");
        ran.Out.ShouldNotContain(Escape);
        ran.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_terminal_gets_colours()
        => (await new DeepFixProgram { IsInteractive = true }.WithAsync("demo")).Out.ShouldContain($"{Escape}[32m✓");

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("TERM", "dumb")]
    public async Task Who_wants_no_colours_gets_none(string variable, string value)
        => (await new DeepFixProgram { IsInteractive = true, Environment = new() { [variable] = value } }.WithAsync("demo")).Out.ShouldNotContain(Escape);

    [Fact]
    public async Task Colours_change_nothing_but_colours()
    {
        Ran coloured = await new DeepFixProgram { IsInteractive = true }.WithAsync("demo");
        Ran plain = await DeepFixProgram.RunAsync("demo");
        System.Text.RegularExpressions.Regex.Replace(coloured.Out, "\u001b\\[[0-9;]*m", "", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).ShouldBe(plain.Out);
    }

    [Fact]
    public async Task Lines_keep_to_the_width_of_the_terminal()
    {
        Ran ran = await new DeepFixProgram { Width = 72 }.WithAsync("demo");
        // Verdicts and heads of findings are not broken, and a path is one long word.
        ran.Out.Split('\n').Where(l => l.StartsWith("   ", StringComparison.Ordinal) && !l.Contains('/', StringComparison.Ordinal)).ShouldAllBe(l => l.Length <= 72);
    }

    [Fact]
    public void Progress_is_one_line_that_is_taken_away_again()
    {
        using var error = new StringWriter();
        var time = new TickingTime();
        var line = new Analyze.ProgressLine(new Terminal { Out = TextWriter.Null, Error = error, IsErrorInteractive = true, CurrentDirectory = "/", Width = 30 }, time);
        line.Begin(2);
        time.Advance();
        line.Of(new Analyze.Subject("a", "a", new Fetch.FolderRunSource("/some/run\u001b[2J", new Fetch.FetchLimits()))).Report(Agents.AnalysisStage.Fetching(0.5, "a very long detail of something"));
        line.Finished();
        line.End();
        error.ToString().ShouldBe("\r\u001b[K[0/2] fetching run[2J a very \r\u001b[K");
    }

    private sealed class TickingTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance() => _now += TimeSpan.TicksPerSecond;
    }
}
