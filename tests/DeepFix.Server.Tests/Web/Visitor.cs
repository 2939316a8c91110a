using System.Net;
using System.Text.RegularExpressions;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Web;

/// <summary>A browser without script: keeps cookies, follows links and sends forms with the token that stands in them.</summary>
internal sealed partial class Visitor(RunningServer server, string pathBase = "") : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseCookies = true }) { BaseAddress = server.Uri };

    private readonly List<string> _cookies = [];

    /// <summary>Every Set-Cookie so far.</summary>
    public IReadOnlyList<string> SetCookies => _cookies;

    /// <summary>Headers sent with every request.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public async Task<WebAnswer> GetAsync(string path, bool follow = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path.StartsWith(pathBase, StringComparison.Ordinal) ? path : pathBase + path);
        return await SendAsync(request, follow);
    }

    /// <summary>Sends the form of a page that leads to an address with this in it.</summary>
    public async Task<WebAnswer> SubmitAsync(WebAnswer page, string action, params (string Name, string Value)[] fields)
    {
        Match form = Form().Matches(page.Body).FirstOrDefault(f => f.Groups["action"].Value.Contains(action, StringComparison.Ordinal)) ?? throw new InvalidOperationException($"No form leads to {action}: {page.Body}");
        var given = Hidden().Matches(form.Groups["inside"].Value).Select(m => KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value))).Where(f => fields.All(g => g.Name != f.Key));
        using var request = new HttpRequestMessage(HttpMethod.Post, WebUtility.HtmlDecode(form.Groups["action"].Value))
        {
            Content = new FormUrlEncodedContent([.. given, .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value))]),
        };
        return await SendAsync(request, follow: true);
    }

    /// <summary>Sends fields that no page of ours made a form of.</summary>
    public async Task<WebAnswer> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, pathBase + path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        return await SendAsync(request, follow: true);
    }

    public void Dispose() => _http.Dispose();

    private async Task<WebAnswer> SendAsync(HttpRequestMessage request, bool follow)
    {
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        foreach ((string name, string value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies)) _cookies.AddRange(cookies);
        string location = response.Headers.Location?.OriginalString ?? "";
        if (follow && (int)response.StatusCode is >= 300 and < 400)
        {
            using var next = new HttpRequestMessage(HttpMethod.Get, location);
            return await SendAsync(next, follow: true);
        }

        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new WebAnswer((int)response.StatusCode, (request.RequestUri!.IsAbsoluteUri ? request.RequestUri.PathAndQuery : request.RequestUri.OriginalString), location, body, response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex("""<form\b[^>]*?\bmethod="post"[^>]*?\baction="(?<action>[^"]*)"[^>]*>(?<inside>.*?)</form>""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Form();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)"[^>]*>""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Hidden();
}
