namespace DeepFix.Web.ServiceTests;

/// <summary>Names that a run might give itself.</summary>
internal static class Hostile
{
    public const string Markup = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">";

    public static IReadOnlyList<string> Names { get; } =
    [
        Markup,
        "</title></textarea></table></form><iframe srcdoc=\"<script>parent.document.title='taken'</script>\">",
        "\" autofocus onfocus=\"document.title='taken'\" x=\"",
        "\u202Egpj.exe\u2066\u200F\u061C",
        "javascript:document.title='taken'",
        new string('W', 10_000),
        new string('\u0301', 10_000),
    ];
}
