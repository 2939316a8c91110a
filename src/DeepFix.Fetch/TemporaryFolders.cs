namespace DeepFix.Fetch;

/// <summary>Folders for what an analysis brings here: private, and gone afterwards.</summary>
internal static class TemporaryFolders
{
    /// <summary>A new folder under a root, or under the system's temporary folder.</summary>
    public static string Create(string? root)
    {
        if (root is null) return Directory.CreateTempSubdirectory("deepfix-").FullName;
        string folder = Path.Combine(root, $"deepfix-{Path.GetRandomFileName()}");
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>Removes a folder. Never throws: a file that another program holds open is left to the system's own cleaning of its temporary folder.</summary>
    public static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
