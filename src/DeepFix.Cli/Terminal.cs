using System.Text;
using DeepFix.Reports;

namespace DeepFix.Cli;

/// <summary>Where the program runs: what it writes to, what it is told by the environment, and where it stands.</summary>
internal sealed record Terminal
{
    private const int WidthOfFiles = 100;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input and output as bytes, for a protocol.</summary>
    public Func<(Stream In, Stream Out)> OpenPipes { get; init; } = static () => (Console.OpenStandardInput(), Console.OpenStandardOutput());

    /// <summary>A person reads the output as it comes; else it goes to a file or a program.</summary>
    public bool IsOutInteractive { get; init; }

    public bool IsErrorInteractive { get; init; }

    /// <summary>Columns to wrap at.</summary>
    public int Width { get; init; } = WidthOfFiles;

    public Func<string, string?> Environment { get; init; } = _ => null;

    public required string CurrentDirectory { get; init; }

    public string BaseDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>How long an interrupted analysis may take to end; null where the process is not ours to end, as in tests.</summary>
    public TimeSpan? EndingTime { get; init; }

    /// <summary>Colours only for a person, and not where NO_COLOR or a dumb terminal forbids them.</summary>
    public Palette Palette => IsOutInteractive && !IsColourRefused ? Palette.Ansi : Palette.Plain;

    /// <summary>A line that overwrites itself, on standard error, only where it can be seen.</summary>
    public bool ShowsProgress => IsErrorInteractive && Variable("TERM") is not "dumb";

    private bool IsColourRefused => Variable("NO_COLOR") is not null || Variable("TERM") is "dumb";

    public static Terminal OfThisProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) Console.OutputEncoding = utf8;
        return new Terminal
        {
            Out = new StreamWriter(Console.OpenStandardOutput(), utf8),
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            IsOutInteractive = !Console.IsOutputRedirected,
            IsErrorInteractive = !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? WidthOfFiles : WindowWidth(),
            Environment = System.Environment.GetEnvironmentVariable,
            CurrentDirectory = System.Environment.CurrentDirectory,
            EndingTime = TimeSpan.FromSeconds(5),
        };
    }

    /// <summary>A variable that is set and not empty.</summary>
    public string? Variable(string name) => Environment(name) is { Length: > 0 } value ? value : null;

    /// <summary>A path as the user means it: from where they stand.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, CurrentDirectory);

    private static int WindowWidth()
    {
        try
        {
            // Some terminals without a size say 0.
            return Console.WindowWidth is > 40 and var width ? Math.Min(width, 120) : WidthOfFiles;
        }
        catch (IOException)
        {
            return WidthOfFiles;
        }
    }
}
