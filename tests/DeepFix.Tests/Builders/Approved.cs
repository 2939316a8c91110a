using DeepFix.Testing;

namespace DeepFix.Tests.Builders;

/// <summary>Texts that somebody has looked at and found right.</summary>
internal static class Approved
{
    /// <summary>Holds a text against <c>approved/name.txt</c>.</summary>
    public static void Check(string name, string received) => ApprovedText.Check(RecordedFiles.PathOf("DeepFix.Tests", "approved", $"{name}.txt"), received);
}
