using System.Security.Cryptography;
using System.Text;

namespace DeepFix.Reports;

/// <summary>The report's own style sheet, and the policy under which a browser shows a report: this sheet, and nothing else.</summary>
public sealed class StyleSheet
{
    private static readonly Lazy<StyleSheet> Loaded = new(() => new StyleSheet());

    private StyleSheet()
    {
        using Stream stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        Text = string.Join('\n', reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("/*", StringComparison.Ordinal)));
        Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'; base-uri 'none'; form-action 'none'";
    }

    /// <summary>The sheet of reports.</summary>
    public static StyleSheet OfReports => Loaded.Value;

    /// <summary>The rules.</summary>
    public string Text { get; }

    /// <summary>A Content-Security-Policy that allows this sheet alone: no script, no picture, no connection.</summary>
    public string Policy { get; }
}
