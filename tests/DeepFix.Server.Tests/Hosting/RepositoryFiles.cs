namespace DeepFix.Server.Tests.Hosting;

public static class RepositoryFiles
{
    private static readonly string Root = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "DeepFix.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("DeepFix.slnx is in no folder above the tests.");
    }
}
