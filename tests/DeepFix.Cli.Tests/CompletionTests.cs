using System.Diagnostics;
using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("deepfix ", "analyze", "check", "compare", "watch")]
    [InlineData("deepfix ch", "check")]
    [InlineData("deepfix check --fail", "--fail-on")]
    [InlineData("deepfix check run --fail-on ", "low", "medium", "high", "never")]
    [InlineData("deepfix runs ", "list", "show", "download")]
    [InlineData("deepfix completion ", "bash", "zsh", "fish", "pwsh")]
    public async Task Words_that_may_stand_there_are_offered(string line, params string[] words)
    {
        Ran ran = await DeepFixProgram.RunAsync("complete", line.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), line);
        ran.ExitCode.ShouldBe(0, ran.Error);
        string[] offered = ran.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        words.ShouldBeSubsetOf(offered);
        offered.ShouldNotContain("complete");
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _deepfix deepfix")]
    [InlineData("zsh", "compdef _deepfix deepfix")]
    [InlineData("fish", "complete -c deepfix")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Every_shell_has_its_script(string shell, string said)
    {
        Ran ran = await DeepFixProgram.RunAsync("completion", shell);
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldContain(said);
    }

    [Fact]
    public async Task Another_shell_is_wrong_usage() => (await DeepFixProgram.RunAsync("completion", "tcsh")).ExitCode.ShouldBe(3);

    [Fact]
    public async Task Bash_completes_with_the_script()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        Ran script = await DeepFixProgram.RunAsync("completion", "bash");
        string program = Path.Combine(AppContext.BaseDirectory, "DeepFix.Cli.dll");
        string commands = $$"""
            deepfix() { dotnet exec "{{program}}" "$@"; }
            {{script.Out}}
            COMP_LINE='deepfix chec'; COMP_POINT=12; COMP_WORDS=(deepfix chec); COMP_CWORD=1
            _deepfix; echo "${COMPREPLY[@]}"
            """;
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", commands]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        output.Trim().ShouldBe("check");
    }
}
