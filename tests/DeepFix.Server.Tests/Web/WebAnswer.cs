using System.Net;
using System.Text.RegularExpressions;

namespace DeepFix.Server.Tests.Web;

/// <summary>A page as it came.</summary>
internal sealed partial record WebAnswer(int Status, string Address, string Location, string Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What a reader sees: without tags, entities resolved, white space as one space.</summary>
    public string Text => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(Body, " ")), " ");

    /// <summary>Where its links and forms lead.</summary>
    public IReadOnlyList<string> Targets => [.. Target().Matches(Body).Select(m => WebUtility.HtmlDecode(m.Groups["target"].Value))];

    /// <summary>The target of the link or the form that has this in it.</summary>
    public string TargetWith(string part) => Targets.FirstOrDefault(t => t.Contains(part, StringComparison.Ordinal)).ShouldNotBeNull($"no link with {part} in {string.Join(' ', Targets)}");

    /// <summary>Nothing in the page could run or style but our own files.</summary>
    public WebAnswer ShouldBeHarmless()
    {
        Headers["Content-Security-Policy"].ShouldBe("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        Headers["X-Frame-Options"].ShouldBe("DENY");
        Headers["Cache-Control"].ShouldContain("no-store");
        Headers["Referrer-Policy"].ShouldBe("same-origin");
        Headers["Content-Type"].ShouldBe("text/html; charset=utf-8");
        Script().Matches(Body).Select(m => m.Value).ShouldAllBe(s => s.Contains("/assets/site.js?v=") && s.EndsWith("></script>", StringComparison.Ordinal));
        // What stands between quotation marks is text, whatever it looks like.
        Inline().Match(Value().Replace(Body, "=\"\"")).Value.ShouldBe("");
        Targets.ShouldAllBe(t => t.Length == 0 || t[0] == '/' || t[0] == '#');
        return this;
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Space();

    [GeneratedRegex("(href|action|formaction|src|data-watch)=\"(?<target>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex("=\"[^\"]*\"", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Value();

    [GeneratedRegex("<script.*?</script>", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Script();

    [GeneratedRegex("<[^>]* (style|on[a-z]+)=|<style", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Inline();
}
