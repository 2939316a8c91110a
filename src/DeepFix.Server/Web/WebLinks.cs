using Microsoft.AspNetCore.WebUtilities;

namespace DeepFix.Server.Web;

/// <summary>Addresses of the pages, under whatever path a proxy shows them.</summary>
internal sealed class WebLinks(PathString pathBase)
{
    public string Start => To("/");

    public string Jobs => To("/jobs");

    public string Knowledge => To("/knowledge");

    public string Analyze => To("/run/analysis");

    public string CompareResult => To("/compare/result");

    public string SignInWithKey => To("/sign-in/key");

    public string SignOut => To("/sign-out");

    public string Experiments(string? at = null, string? page = null) => To("/experiments", ("at", at), ("page", page));

    public string Experiment(string? at = null, string? id = null, string? page = null, IEnumerable<string>? chosen = null)
        => To("/experiment", [("at", at), ("id", id), ("page", page), .. (chosen ?? []).Select(run => ("run", (string?)run))]);

    public string Run(string at, string id) => To("/run", ("at", at), ("id", id));

    public string Job(string requestId, string? seen = null) => To("/jobs/" + Uri.EscapeDataString(requestId), ("seen", seen));

    /// <summary>The job's page right after it was asked for: most are over in a moment.</summary>
    public string NewJob(string requestId) => To("/jobs/" + Uri.EscapeDataString(requestId), ("first", "yes"));

    public string Cancel(string requestId) => To($"/jobs/{Uri.EscapeDataString(requestId)}/cancel");

    public string Result(string requestId) => To("/results/" + Uri.EscapeDataString(requestId));

    public string ResultFile(string requestId, string ending) => To($"/results/{Uri.EscapeDataString(requestId)}/report.{ending}");

    public string Compare(string? at = null, IEnumerable<string>? runs = null) => To("/compare", [("at", at), .. (runs ?? []).Select(run => ("run", (string?)run))]);

    public string Ask(string question) => To("/knowledge", ("q", question));

    public string SignIn(string? back = null) => To("/sign-in", ("back", back));

    public string Asset(WebAsset asset) => To("/assets/" + asset.Name, ("v", asset.Version));

    private string To(string path, params IEnumerable<(string Name, string? Value)> query)
        => QueryHelpers.AddQueryString(pathBase.ToUriComponent() + path, query.Where(q => q.Value is { Length: > 0 }).Select(q => KeyValuePair.Create(q.Name, q.Value)));
}
