namespace DeepFix.Server.Tests.Hosting;

public static class TemporaryFiles
{
    /// <summary>Files and folders of analyses. The server's own folder, with its lock, stays while it runs.</summary>
    public static IReadOnlyList<string> TemporaryEntries(this RunningServer server)
        => [.. Directory.GetDirectories(server.TempFolder).SelectMany(folder => Directory.GetFileSystemEntries(folder)).Where(e => Path.GetFileName(e) != ".lock"), .. Directory.GetFiles(server.TempFolder)];

    public static void ShouldHaveNoTemporaryFiles(this RunningServer server) => server.TemporaryEntries().ShouldBeEmpty();
}
