using DeepFix.Testing;

namespace DeepFix.Cli.Tests.Running;

/// <summary>Texts that somebody has looked at and found right.</summary>
internal static class Approved
{
    /// <summary>Holds a text against <c>approved/name.txt</c>.</summary>
    public static void Check(string name, string received) => CheckFile(Repository.PathOf("tests", "DeepFix.Cli.Tests", "approved", $"{name}.txt"), received);

    /// <summary>Holds a text against a file that may be shared with other programs' tests.</summary>
    public static void CheckFile(string approved, string received) => ApprovedText.Check(approved, received);
}
