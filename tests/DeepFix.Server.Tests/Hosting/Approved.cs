using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DeepFix.Server.Tests.Hosting;

/// <summary>Compares JSON with a file under approved/, times, ids and ports masked. DEEPFIX_APPROVE=1 writes the file instead.</summary>
public static partial class Approved
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void ShouldMatch(string name, string json)
    {
        string text = Masked(JsonNode.Parse(json)!.ToJsonString(Indented)) + "\n";
        string file = RepositoryFiles.Path("tests", "DeepFix.Server.Tests", "approved", name + ".json");
        if (Environment.GetEnvironmentVariable("DEEPFIX_APPROVE") == "1") File.WriteAllText(file, text);
        File.Exists(file).ShouldBeTrue($"{file} is missing. Run with DEEPFIX_APPROVE=1 and look at what was written.");
        text.ShouldBe(File.ReadAllText(file), $"{name}.json has changed. If it should have, run with DEEPFIX_APPROVE=1 and look at the difference.");
    }

    private static string Masked(string json) => Port().Replace(RequestId().Replace(Time().Replace(json, "TIME"), "REQUEST_ID"), "${host}:PORT");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Time();

    [GeneratedRegex("req_[0-9a-f]{32}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RequestId();

    [GeneratedRegex(@"(?<host>127\.0\.0\.1|localhost):\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Port();
}
