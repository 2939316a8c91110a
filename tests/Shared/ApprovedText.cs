namespace DeepFix.Testing;

/// <summary>Texts that somebody has looked at and found right. DEEPFIX_APPROVE=1 takes what comes as right.</summary>
internal static class ApprovedText
{
    /// <summary>Holds a text against a file; where they differ, what came is left beside it as <c>.received.txt</c>.</summary>
    public static void Check(string approved, string received)
    {
        string left = Path.ChangeExtension(approved, ".received.txt");
        if (Environment.GetEnvironmentVariable("DEEPFIX_APPROVE") == "1") File.WriteAllText(approved, received);
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        if (expected == received)
        {
            File.Delete(left);
            return;
        }

        File.WriteAllText(left, received);
        received.ShouldBe(expected, $"{Path.GetFileName(approved)} is not what was approved. Compare {left}; if it is right, run the tests with DEEPFIX_APPROVE=1.");
    }
}
