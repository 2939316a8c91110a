using System.Security.Cryptography;
using System.Text;
using DeepFix.Reports;

namespace DeepFix.Server.Web;

/// <summary>A file of the pages, from within the program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its form.</param>
/// <param name="Content">Its text.</param>
internal sealed record WebAsset(string Name, string ContentType, string Content)
{
    /// <summary>Changes whenever the content does, so that a browser may keep what it has.</summary>
    public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))[..12];

    /// <summary>The sheet that pages share with reports.</summary>
    public static WebAsset ReportSheet { get; } = new("report.css", "text/css; charset=utf-8", StyleSheet.OfReports.Text);

    public static WebAsset Sheet { get; } = Own("site.css", "text/css; charset=utf-8");

    public static WebAsset Script { get; } = Own("site.js", "text/javascript; charset=utf-8");

    public static WebAsset Icon { get; } = Own("icon.svg", "image/svg+xml");

    public static IReadOnlyList<WebAsset> All { get; } = [ReportSheet, Sheet, Script, Icon];

    /// <summary>Serves the files; they tell nothing of any run.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (WebAsset asset in All)
        {
            routes.MapGet("/assets/" + asset.Name, (HttpContext http) =>
            {
                http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                return TypedResults.Text(asset.Content, asset.ContentType);
            }).ExcludeFromDescription().WithMetadata(new Security.NeedsNoKey());
        }
    }

    private static WebAsset Own(string name, string contentType)
    {
        using Stream stream = typeof(WebAsset).Assembly.GetManifestResourceStream("web/" + name)!;
        using var reader = new StreamReader(stream);
        return new WebAsset(name, contentType, reader.ReadToEnd());
    }
}
