namespace DeepFix.Server.Tests.Hosting;

public static class TemporaryFiles
{
    public static void ShouldHaveNoTemporaryFiles(this RunningServer server)
        => Directory.GetFileSystemEntries(server.TempFolder).ShouldBeEmpty();
}
