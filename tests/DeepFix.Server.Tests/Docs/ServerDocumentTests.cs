using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepFix.Api;
using DeepFix.Knowledge.Dense;
using DeepFix.Server.Hosting;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Docs;

/// <summary>docs/server.md says what the server does.</summary>
public sealed partial class ServerDocumentTests
{
    private static readonly string[] Document = File.ReadAllLines(RepositoryFiles.Path("docs", "server.md"));

    [Fact]
    public void Every_setting_stands_in_the_document_with_its_default_and_its_environment_variable()
    {
        string[] rows = [.. Document.Where(l => l.StartsWith("| `DeepFix:", StringComparison.Ordinal)).Select(l => string.Join('|', l.Split('|').Take(4)).Replace(" … ", " ", StringComparison.Ordinal) + "|")];

        rows.ShouldBe(Settings("DeepFix", new ServerOptions()).Concat(Settings("DeepFix:Mlflow:Hosts:0", new MlflowHostOptions())).Concat(Settings("DeepFix:ApiKeys:0", new ApiKeyOptions())), ignoreOrder: true);
    }

    [Fact]
    public void Every_error_code_stands_in_the_document_with_its_status_and_has_an_approved_body()
    {
        string[] rows = [.. Document.Select(l => ErrorRow().Match(l)).Where(m => m.Success).Select(m => $"{m.Groups["code"].Value} {m.Groups["status"].Value}")];
        string[] approved = [.. Directory.EnumerateFiles(RepositoryFiles.Path("tests", "DeepFix.Server.Tests", "approved"), "*.json").Select(f => (string?)JsonNode.Parse(File.ReadAllText(f))!["error"]).OfType<string>().Distinct(StringComparer.Ordinal)];

        string[] codes = [.. Enum.GetValues<ErrorCode>().Select(c => c.WireName())];
        approved.ShouldBe(codes, ignoreOrder: true);
        rows.ShouldBe(Enum.GetValues<ErrorCode>().Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.WireName()} {c.Status()}")), ignoreOrder: true);
    }

    private static IEnumerable<string> Settings(string section, object options)
    {
        foreach (PropertyInfo property in options.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            string name = $"{section}:{property.Name}";
            object? value = property.GetValue(options);
            if (value is DenseOptions or FetchOptions or JobOptions or KnowledgeOptions or MlflowAccessOptions or NarrationOptions or RateLimitOptions)
            {
                foreach (string inside in Settings(name, value)) yield return inside;
                continue;
            }

            yield return Row(name, value);
        }
    }

    private static string Row(string name, object? value)
    {
        string variable = name.Replace(":", "__", StringComparison.Ordinal);
        (string said, string suffix) = (name, value) switch
        {
            ("DeepFix:AllowedTrackingHosts", _) => ("loopback, where the server itself listens on loopback only; else none", "__0"),
            ("DeepFix:TempFolder", _) => ("the system's", ""),
            ("DeepFix:Jobs:SqlitePath", _) => ("`deepfix/jobs.db` in the user's folder for application data", ""),
            ("DeepFix:Mlflow:Hosts:0:Url" or "DeepFix:ApiKeys:0:Name" or "DeepFix:ApiKeys:0:Sha256", _) => ("required", ""),
            (_, ApiKeyOptions[]) => ("none", "__0__Sha256"),
            (_, MlflowHostOptions[]) => ("none", "__0__Url"),
            (_, Array) => ("none", "__0"),
            (_, null or "") => ("none", ""),
            (_, bool flag) => (flag ? "true" : "false", ""),
            _ => (Convert.ToString(value, CultureInfo.InvariantCulture)!, ""),
        };
        return $"| `{name}` | {said} | `{variable}{suffix}` |";
    }

    [GeneratedRegex(@"^\| `(?<code>[A-Z_]+)` \| (?<status>\d+) \|", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ErrorRow();
}
