using DeepFix.Api;

namespace DeepFix.Cli.Demo;

/// <summary>Finds the MLflow store that comes with the program: beside it, or in the source tree that it was built from.</summary>
internal static class DemoStore
{
    private const string Database = "mlflow.db";

    /// <exception cref="DeepFixException">It is nowhere.</exception>
    public static string Find(Terminal terminal)
    {
        string beside = Path.Combine(terminal.BaseDirectory, "demo", Database);
        return File.Exists(beside) ? beside : UpTheTree(terminal.BaseDirectory) ?? UpTheTree(terminal.CurrentDirectory) ?? throw Missing();
    }

    private static string? UpTheTree(string from)
    {
        for (DirectoryInfo? folder = new(from); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "samples", "demo", Database);
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }

    private static DeepFixException Missing() => new(
        ErrorCode.MlflowConnectionError,
        "The demo's MLflow store is not there.",
        "Keep the folder demo/ beside the program deepfix, or run it from the source tree (samples/demo).");
}
