using System.Diagnostics;

namespace DeepFix.Cli.Tests.Running;

/// <summary>Runs the program: in this process, as somebody at a terminal or behind a pipe would, or as a process of its own.</summary>
internal sealed record DeepFixProgram
{
    public Dictionary<string, string> Environment { get; init; } = [];

    public string CurrentDirectory { get; init; } = AppContext.BaseDirectory;

    public string BaseDirectory { get; init; } = AppContext.BaseDirectory;

    public bool IsInteractive { get; init; }

    public int Width { get; init; } = 100;

    /// <summary>Standard input and output as bytes.</summary>
    public (Stream In, Stream Out) Pipes { get; init; } = (Stream.Null, Stream.Null);

    /// <summary>Where a test can hear what is said while the program runs.</summary>
    public StandardError Error { get; init; } = new();

    public static Task<Ran> RunAsync(params string[] args) => new DeepFixProgram().WithAsync(args);

    public Task<Ran> WithAsync(params string[] args) => UntilAsync(TestContext.Current.CancellationToken, args);

    /// <summary>Until it ends, or until the user has enough of it.</summary>
    public async Task<Ran> UntilAsync(CancellationToken interruption, params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Out = output,
            Error = TextWriter.Synchronized(Error),
            IsOutInteractive = IsInteractive,
            IsErrorInteractive = IsInteractive,
            Width = Width,
            Environment = Environment.GetValueOrDefault,
            CurrentDirectory = CurrentDirectory,
            BaseDirectory = BaseDirectory,
            OpenPipes = () => Pipes,
        };
        int exitCode = await CommandLineProgram.RunAsync(args, terminal, interruption);
        return new Ran(exitCode, output.ToString(), Error.ToString());
    }

    /// <summary>As its own process, with nothing in the environment that could colour its output.</summary>
    public static async Task<Ran> ProcessAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "DeepFix.Cli.dll"), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment.Remove("MLFLOW_TRACKING_URI");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ran(process.ExitCode, await output, await error);
    }
}
