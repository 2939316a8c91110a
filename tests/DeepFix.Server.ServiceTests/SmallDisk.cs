using System.Diagnostics;

namespace DeepFix.Server.ServiceTests;

/// <summary>A disk of a few megabytes, in memory, that can be filled to the last byte. Needs the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _filler;

    private SmallDisk(string folder) => (Folder, _filler) = (folder, Path.Combine(folder, "filler"));

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>A new one; the test is skipped where nothing may be mounted, except where every service is required.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        string folder = Directory.CreateTempSubdirectory("deepfix-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m"), "deepfix-test", folder)) return new SmallDisk(folder);
        Directory.Delete(folder);
        (Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1").ShouldBeFalse("Nothing may be mounted here although every service is required.");
        Assert.Skip("Nothing may be mounted here: a small disk needs the rights of root on Linux.");
        throw new InvalidOperationException();
    }

    /// <summary>Leaves not a byte.</summary>
    public void Fill()
    {
        byte[] block = new byte[64 * 1024];
        using var file = new FileStream(_filler, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (int size = block.Length; size > 0;)
        {
            try
            {
                file.Write(block, 0, size);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_filler);

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux()) return false;
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
