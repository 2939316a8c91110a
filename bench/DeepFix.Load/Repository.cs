namespace DeepFix.Load;

/// <summary>Files of the repository.</summary>
internal static class Repository
{
    public static string Path(params string[] parts)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "DeepFix.slnx"))) return System.IO.Path.Combine([folder.FullName, .. parts]);
        }

        throw new DirectoryNotFoundException("DeepFix.slnx is in no folder above the program.");
    }
}
