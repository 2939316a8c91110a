namespace DeepFix.Mlflow.Tests.Manifests;

/// <summary>A folder of its own for a test, removed with what is in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deepfix-").FullName;

    public string Combine(params string[] segments) => System.IO.Path.Combine([Path, .. segments]);

    public string Write(string name, string text)
    {
        var path = Combine(name.Split('/'));
        _ = Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
