namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>Files of this repository, found upwards from the test's own folder.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string PathOf(params string[] segments) => Path.Combine([Root, .. segments]);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "DeepFix.slnx")) ? folder : Find(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new FileNotFoundException("DeepFix.slnx"));
}
