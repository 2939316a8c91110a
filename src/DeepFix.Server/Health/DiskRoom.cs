namespace DeepFix.Server.Health;

/// <summary>Whether a disk has room for more than the next few requests.</summary>
internal static class DiskRoom
{
    /// <summary>Below this a disk counts as full: a job store's largest single write, a result, is a few MB at most, and its log is as large again.</summary>
    public const long LeastBytes = 16 * 1024 * 1024;

    /// <summary>Whether less than <see cref="LeastBytes"/> are free where a folder lies; false where the system does not tell.</summary>
    public static bool IsShort(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace < LeastBytes;
        }
        catch (Exception untold) when (untold is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
